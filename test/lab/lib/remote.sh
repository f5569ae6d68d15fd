# shellcheck shell=bash
# Debian 12's Podman (4.3.1), and the two libraries that Debian 13 has in other versions, in one folder below remote/: the
# other side of a connection between an old and a new Podman. It runs in the lab's root, whose crun and conmon it takes.

remote=$state/remote
old_podman=$remote/podman-$(key_of lib/remote.sh lib/apt.sh remote)

make_old_podman() {
  local part=$old_podman.part debs=$remote/debs deb packages
  rm -rf "$remote"/podman-* "$debs" && mkdir -p "$part" "$debs"
  apt=$remote/apt
  apt_settings
  apt_lists bookworm
  mapfile -t packages <"$lab/remote/packages"
  (cd "$debs" && APT_CONFIG=$apt/apt.conf apt-get -o Dir::State::status=/dev/null download "${packages[@]}" >/dev/null)
  for deb in "$debs"/*.deb; do dpkg-deb --extract "$deb" "$debs/tree"; done
  find "$debs/tree" \( -path '*/usr/bin/podman' -o -name 'lib*.so.*' \) -exec cp -P {} "$part" \;
  rm -rf "$debs" "$apt" && mv "$part" "$old_podman"
}
