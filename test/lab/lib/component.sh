# shellcheck shell=bash
# What runs components, beside the Python of own-root.sh: Wasmtime's package for it, and jco's packages.

component=$state/component
component_pip=$component/pip-$(key_of component/packages component/requirements.txt)
component_npm=$component/npm-$(key_of component/package.json)

make_component_pip() {
  rm -rf "$component"/pip-*
  "$component/bin/python3" -m pip install --quiet --root-user-action ignore --target "$component_pip.part" \
    --requirement "$lab/component/requirements.txt" >&2
  mv "$component_pip.part" "$component_pip"
  say "Wasmtime installed"
}

make_component_npm() {
  rm -rf "$component"/npm-* && mkdir -p "$component_npm.part"
  cp "$lab/component/package.json" "$component_npm.part/"
  npm install --prefix "$component_npm.part" --no-audit --no-fund --no-package-lock --loglevel=error >&2
  mv "$component_npm.part" "$component_npm"
  say "jco's packages installed"
}
