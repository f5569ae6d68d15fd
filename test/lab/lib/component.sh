# shellcheck shell=bash
# What runs components: a Python with Wasmtime's package, and jco's packages. component/ has what enter takes for a state
# directory of its own, as docker/ has.

component=$state/component
component_root=$component/roots/$(key_of lib/roots.sh component/packages)
component_pip=$component/pip-$(key_of component/packages component/requirements.txt)
component_npm=$component/npm-$(key_of component/package.json)

make_component_root() {
  local debs=$state/component-debs packages
  mapfile -t packages <"$lab/component/packages"
  rm -rf "$debs" "$component/roots"
  apt_update
  apt_download "$debs" "$base/var/lib/dpkg/status" "${packages[@]}"
  make_root "$component_root" "$debs"
  rm -rf "$debs"
}

install_component_entry() {
  mkdir -p "$component/bin" "$component/stores/default" "$component/without"
  cmp -s "$lab/enter" "$component/enter" || { cp "$lab/enter" "$component/enter.part" && mv "$component/enter.part" "$component/enter"; }
  cmp -s "$lab/wrapper" "$component/bin/python3" ||
    { cp "$lab/wrapper" "$component/python3.part" && mv "$component/python3.part" "$component/bin/python3"; }
  echo "$component_root" | write "$component/root"
}

make_component_pip() {
  rm -rf "$component"/pip-* "$component_pip.part"
  "$component/bin/python3" -m pip install --quiet --root-user-action ignore --target "$component_pip.part" \
    --requirement "$lab/component/requirements.txt" >&2
  mv "$component_pip.part" "$component_pip"
}

make_component_npm() {
  rm -rf "$component"/npm-* && mkdir -p "$component_npm.part"
  cp "$lab/component/package.json" "$component_npm.part/"
  npm install --prefix "$component_npm.part" --no-audit --no-fund --no-package-lock --loglevel=error >&2
  mv "$component_npm.part" "$component_npm"
}
