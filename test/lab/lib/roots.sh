# shellcheck shell=bash
# Debian 13 trees: `base` (what debian:trixie-slim holds) and, made from it, `root` (with Podman and friends)
# and the one that lib/docker.sh keeps.
# Made with apt and dpkg alone, because a slim host has neither mmdebstrap nor the perl it wants.

roots=$state/roots
base_key=$(key_of lib/roots.sh)
root_key=$(key_of lib/roots.sh root/packages)
base=$roots/base-$base_key
root=$roots/$root_key

# Documentation and translations are most of what a package unpacks and none of what we run.
unneeded=(/usr/share/doc /usr/share/man /usr/share/locale /usr/share/info /usr/share/lintian)

# in_tree TREE DEBS COMMAND...: the command in a chroot of TREE with the packages at /debs.
# dpkg's scripts want /proc and /dev; the mounts vanish with the namespace.
in_tree() {
  local tree=$1 debs=$2
  shift 2
  mkdir -p "$tree/debs"
  # shellcheck disable=SC2016
  unshare --mount --propagation private bash -euc '
    tree=$1 debs=$2; shift 2
    mount --rbind /proc "$tree/proc"; mount --rbind /dev "$tree/dev"; mount --bind "$debs" "$tree/debs"
    exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 \
      DPKG_MAINTSCRIPT_DEBUG= chroot "$tree" "$@"' in_tree "$tree" "$debs" "$@"
  rmdir "$tree/debs"
}

# base_debs FOLDER: download what the base tree is made of.
base_debs() { apt_download "$1" /dev/null '?essential' '?priority(required)' apt; }

make_base() {
  local debs=$1 part=$base.part deb exclude=()
  rm -rf "$part" && mkdir -p "$part"
  exclude=("${unneeded[@]/#/--exclude=.}")
  # base-files first: it carries the links /bin -> usr/bin and so on.
  for deb in "$debs"/base-files_*.deb "$debs"/*.deb; do
    dpkg-deb --fsys-tarfile "$deb" | tar -x -C "$part" --keep-directory-symlink "${exclude[@]}"
  done
  mkdir -p "$part/var/lib/dpkg" "$part/etc/dpkg/dpkg.cfg.d"
  : >>"$part/var/lib/dpkg/status"
  cp "$part/usr/share/base-passwd/passwd.master" "$part/etc/passwd"
  cp "$part/usr/share/base-passwd/group.master" "$part/etc/group"
  { echo force-unsafe-io; printf 'path-exclude=%s/*\n' "${unneeded[@]}"; } >"$part/etc/dpkg/dpkg.cfg.d/lab"
  # A package's script must not start a service.
  printf '#!/bin/sh\nexit 101\n' >"$part/usr/sbin/policy-rc.d"
  chmod 755 "$part/usr/sbin/policy-rc.d"
  in_tree "$part" "$debs" sh -c 'dpkg --install --force-depends /debs/*.deb' >"$state/base.log" 2>&1 ||
    { tail -20 "$state/base.log" >&2; die "the base tree cannot be set up"; }
  rm -rf "$base" && mv "$part" "$base"
}

# make_root TREE DEBS: the base tree with these packages installed in it.
make_root() {
  local tree=$1 debs=$2 part=$1.part
  rm -rf "$part" && mkdir -p "${part%/*}" && cp -a --reflink=auto "$base" "$part"
  in_tree "$part" "$debs" sh -c 'apt-get install -y --no-install-recommends /debs/*.deb' >"$tree.log" 2>&1 ||
    { tail -20 "$tree.log" >&2; die "the packages of $tree cannot be installed"; }
  # Mount points that enter needs.
  mkdir -p "$part/.old" "$part/var/lib/lab" "$part/var/lib/containers"
  : >>"$part/etc/resolv.conf"
  : >>"$part/etc/hosts"
  rm -rf "$tree" "$tree.log" && mv "$part" "$tree"
}

# Trees of other keys: left by an older version of these files, or by a killed up.
remove_old_roots() {
  local tree
  for tree in "$roots"/*; do
    case $tree in "$base" | "$root") ;; *) rm -rf --one-file-system "$tree" ;; esac
  done
}
