# shellcheck shell=bash
# What Docker needs, made and configured. Below docker/ stands what enter takes for a state directory of
# its own: root, stores, bin and enter itself. So Podman's lab and Docker's share all but the state.

docker_root=$docker/roots/$(key_of lib/roots.sh docker/packages)

docker_debs() {
  local packages
  mapfile -t packages <"$lab/docker/packages"
  apt_update
  apt_download "$1" "$base/var/lib/dpkg/status" "${packages[@]}"
}

make_docker_root() {
  local debs=$state/docker-debs
  rm -rf "$debs" "$docker/roots"
  docker_debs "$debs"
  make_root "$docker_root" "$debs"
  rm -rf "$debs"
}

install_docker_entry() {
  mkdir -p "$docker/bin" "$docker/config" "$docker/stores/default" "$docker/without" "$docker/pulled"
  cmp -s "$lab/enter" "$docker/enter" || { cp "$lab/enter" "$docker/enter.part" && mv "$docker/enter.part" "$docker/enter"; }
  cmp -s "$lab/docker/wrapper" "$docker/bin/docker" ||
    { cp "$lab/docker/wrapper" "$docker/docker.part" && mv "$docker/docker.part" "$docker/bin/docker"; }
  echo "$docker_root" | write "$docker/root"
}

# bridge, iptables, ip-forward: nothing of the host's network is touched, so containers have none but the host's.
# cgroup-parent: a name that down may clear away. cgroup-manager: a cgroup tree mounted by enter lacks controllers that crun would ask for.
docker_settings() {
  local driver=
  # The kernel's overlayfs cannot be stacked on an overlayfs (a lab inside a container).
  case $(stat -f -c %T "$docker") in overlayfs) driver='"storage-driver": "native",' ;; esac
  cat <<EOF
{
  "data-root": "/var/lib/containers/docker",
  "exec-root": "/run/docker",
  "pidfile": "/run/docker.pid",
  "hosts": ["unix:///run/docker.sock"],
  "bridge": "none", "iptables": false, "ip6tables": false, "ip-forward": false, $driver
  "cgroup-parent": "/create-wasm-oci-lab",
  "features": {"containerd-snapshotter": true},
  "runtimes": {"crun-wasm": {"path": "/usr/bin/crun-wasm", "runtimeArgs": ["--cgroup-manager=disabled"]}}
}
EOF
}

# pull NAME: from the lab's registry under its address there, then named as pinned: dockerd redirects
# docker.io alone to a mirror, and the pinned names are of other registries as well.
pull() {
  local at
  at=127.0.0.1:$(cat "$registry/port")/$(pinned "$1")
  "$docker/bin/docker" pull --quiet "$at" >/dev/null
  "$docker/bin/docker" tag "$at" "$(pinned "$1")"
  "$docker/bin/docker" rmi "$at" >/dev/null
  image_key "$1" | write "$docker/pulled/$1"
}

image_pulled() { [ "$(cat "$docker/pulled/$1" 2>/dev/null)" = "$(image_key "$1")" ]; }
