# shellcheck shell=bash
# Shells in a root of their own. shells/ has what enter takes for a state directory of its own, as docker/ has.

shells=$state/shells
shells_root=$shells/roots/$(key_of lib/roots.sh shells/packages)

make_shells_root() {
  local debs=$state/shells-debs packages
  mapfile -t packages <"$lab/shells/packages"
  rm -rf "$debs" "$shells/roots"
  apt_update
  apt_download "$debs" "$base/var/lib/dpkg/status" "${packages[@]}"
  make_root "$shells_root" "$debs"
  rm -rf "$debs"
}

install_shells() {
  local name
  mkdir -p "$shells/bin" "$shells/stores/default" "$shells/without"
  cmp -s "$lab/enter" "$shells/enter" || { cp "$lab/enter" "$shells/enter.part" && mv "$shells/enter.part" "$shells/enter"; }
  for name in bash zsh fish; do
    cmp -s "$lab/shells/wrapper" "$shells/bin/$name" ||
      { cp "$lab/shells/wrapper" "$shells/$name.part" && mv "$shells/$name.part" "$shells/bin/$name"; }
  done
  echo "$shells_root" | write "$shells/root"
}
