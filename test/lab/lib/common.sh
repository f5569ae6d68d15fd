# shellcheck shell=bash
# What up, down and ensure share: the state directory, messages, and the right to mount.

lab=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
state=${WASM_OCI_LAB:-${XDG_CACHE_HOME:-$HOME/.cache}/create-wasm-oci-lab}
case $state in /*) ;; *) state=$PWD/$state ;; esac
# apt and dpkg tools live in sbin, which an ordinary person's PATH may lack.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

say() { printf 'lab [%3ds] %s\n' "$SECONDS" "$*" >&2; }
die() { printf 'lab: %s\n' "$*" >&2; exit 1; }

# Mounting needs root. sudo changes HOME, so the person's state directory goes along by name.
become_root() {
  [ "$(id -u)" = 0 ] && return
  sudo -n true 2>/dev/null ||
    die "the lab mounts a Debian 13 root, so it needs root or a sudo that asks no password (or put a Podman >= 5.0 with crun-wasm on PATH)"
  exec sudo -n -E env "WASM_OCI_LAB=$state" "$0" "$@"
}

require_host() {
  local tool
  for tool in apt-get dpkg-deb unshare flock tar; do
    command -v "$tool" >/dev/null ||
      die "this machine has no $tool: the lab is made with the tools of a Debian 12 or 13 (put a Podman >= 5.0 with crun-wasm on PATH instead)"
  done
  [ -r /etc/debian_version ] || die "this machine is not a Debian: put a Podman >= 5.0 with crun-wasm on PATH instead"
  unshare --mount --propagation private mount -t tmpfs none /mnt 2>/dev/null ||
    die "this machine does not let root mount (in a container, run it with --privileged)"
}

# One up or down at a time. The lock is held as long as fd 9 is open in us or in a child,
# so that a child that outlives a killed up is waited for, not overtaken.
lock() { # [FILE]
  mkdir -p "$state"
  exec 9>"${1:-$state/lock}"
  flock -n 9 || { say "waiting for another up or down"; flock 9; }
}

# short_key: stdin to the hash that names what was made from it.
short_key() { sha256sum | cut -c1-16; }

# key_of PATH...: of the files there (paths from test/lab), and of the architecture.
key_of() { (dpkg --print-architecture; cd "$lab" && find "$@" -type f -print0 | sort -z | xargs -0 sha256sum) | short_key; }

# write FILE: stdin to FILE, whole or not at all.
write() { cat >"$1.part" && mv "$1.part" "$1"; }

# The command inside the lab's root; see enter.
inside() { unshare --mount --propagation private "$state/enter" "$@"; }
