# shellcheck shell=bash
# cosign and oras in a root of their own. supply/ has what enter takes for a state directory of its own, as docker/ has.

supply=$state/supply
supply_root=$supply/roots/$(key_of lib/roots.sh supply/packages)

make_supply_root() {
  local debs=$state/supply-debs packages
  mapfile -t packages <"$lab/supply/packages"
  rm -rf "$debs" "$supply/roots"
  apt_update
  apt_download "$debs" "$base/var/lib/dpkg/status" "${packages[@]}"
  make_root "$supply_root" "$debs"
  rm -rf "$debs"
}

install_supply() {
  local name
  mkdir -p "$supply/bin" "$supply/stores/default" "$supply/without"
  cmp -s "$lab/enter" "$supply/enter" || { cp "$lab/enter" "$supply/enter.part" && mv "$supply/enter.part" "$supply/enter"; }
  for name in cosign oras; do
    cmp -s "$lab/wrapper" "$supply/bin/$name" ||
      { cp "$lab/wrapper" "$supply/$name.part" && mv "$supply/$name.part" "$supply/bin/$name"; }
  done
  echo "$supply_root" | write "$supply/root"
}
