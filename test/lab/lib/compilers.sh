# shellcheck shell=bash
# Compilers of this machine: what the builder images hold, unpacked.

compilers=$state/compilers

# make_compilers NAME: the files of an image, in a folder that has the key of what the registry serves.
make_compilers() {
  local name=$1 tree container
  tree=$compilers/$name-$(cat "$registry/pushed/$name")
  if [ ! -d "$tree" ]; then
    rm -rf --one-file-system "$compilers/$name"-* && mkdir -p "$tree.part"
    container=$("$state/bin/podman" create "$(pinned "$name")")
    "$state/bin/podman" export "$container" | tar -x -C "$tree.part"
    "$state/bin/podman" rm "$container" >/dev/null
    if [ "$name" = rust ]; then ln -sfn ../rust-target-aside/wasm32-wasip1 "$tree.part/usr/lib/rustlib/wasm32-wasip1"; fi
    mv "$tree.part" "$tree"
    say "the compilers of $name unpacked"
  fi
  mount_table "$tree" | write "$compilers/$name.mounts"
  echo "$tree" | write "$compilers/$name"
}

# mount_table TREE: what a program in the tree sees of this machine: projects, HOME and TMPDIR, and the Node that runs tests.
mount_table() {
  local path node
  for path in /usr/local /*; do
    case $path in
      /bin | /boot | /etc | /lib* | /lost+found | /run | /sbin | /sys | /usr | /var | *[[:space:]]*) continue ;;
    esac
    [ -d "$path" ] && [ ! -L "$path" ] || continue
    mkdir -p "$1$path"
    echo "$path $1$path none rbind 0 0"
  done
  node=$(readlink -f "$(command -v node || true)")
  case $node in /usr/local/*) ;; /usr/*) : >>"$1$node" && echo "$node $1$node none bind 0 0" ;; esac
}

install_compilers() {
  local pair
  mkdir -p "$compilers/bin"
  # Of LLVM, the images have two programs: rust-llvm brings this one.
  for pair in cargo:rust rustc:rust llvm-symbolizer-19:rust clang:c llvm-ar:c; do
    sed "s/@NAME@/${pair#*:}/" "$lab/compilers/wrapper" | write "$compilers/program"
    chmod 755 "$compilers/program" && mv "$compilers/program" "$compilers/bin/${pair%:*}"
  done
}
