# shellcheck shell=bash
# Chromium in a root of its own. browser/ has what enter takes for a state directory of its own, as docker/ has.

browser=$state/browser
browser_root=$browser/roots/$(key_of lib/roots.sh browser/packages)

make_browser_root() {
  local debs=$state/browser-debs packages
  mapfile -t packages <"$lab/browser/packages"
  rm -rf "$debs" "$browser/roots"
  apt_update
  apt_download "$debs" "$base/var/lib/dpkg/status" "${packages[@]}"
  make_root "$browser_root" "$debs"
  rm -rf "$debs"
}

install_browser_entry() {
  mkdir -p "$browser/bin" "$browser/stores/default" "$browser/without"
  cmp -s "$lab/enter" "$browser/enter" || { cp "$lab/enter" "$browser/enter.part" && mv "$browser/enter.part" "$browser/enter"; }
  cmp -s "$lab/browser/wrapper" "$browser/bin/chromium" ||
    { cp "$lab/browser/wrapper" "$browser/chromium.part" && mv "$browser/chromium.part" "$browser/bin/chromium"; }
  echo "$browser_root" | write "$browser/root"
}
