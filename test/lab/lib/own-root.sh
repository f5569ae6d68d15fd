# shellcheck shell=bash
# Programs of Debian 13 that only a test or a benchmark needs, in a root of their own.

# own_root NAME WRAPPER PROGRAM...: the root of the packages in NAME/packages, with a wrapper for each program in its folder
# bin. state/NAME has what enter takes for a state directory of its own, as docker/ has. Prints the folder bin.
own_root() {
  local name=$1 wrapper=$2 folder=$state/$1 tree program packages
  shift 2
  tree=$folder/roots/$(key_of lib/roots.sh "$name/packages")
  if [ ! -d "$tree" ]; then
    mapfile -t packages <"$lab/$name/packages"
    rm -rf "$state/$name-debs" "$folder/roots"
    apt_update
    apt_download "$state/$name-debs" "$base/var/lib/dpkg/status" "${packages[@]}"
    make_root "$tree" "$state/$name-debs"
    rm -rf "$state/$name-debs"
    say "the root of $name made"
  fi
  mkdir -p "$folder/bin" "$folder/stores/default" "$folder/without"
  install_as "$lab/enter" "$folder/enter"
  for program; do install_as "$wrapper" "$folder/bin/$program"; done
  echo "$tree" | write "$folder/root"
  echo "$folder/bin"
}

# install_as FILE TARGET: whole or not at all, for it may be running.
install_as() { cmp -s "$1" "$2" || { cp "$1" "$2.part" && mv "$2.part" "$2"; }; }
