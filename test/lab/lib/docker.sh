# shellcheck shell=bash
# The lab's Docker. Below docker/ stands what enter takes for a state directory of its own: root, stores,
# bin and enter itself, so that Podman's lab and Docker's share everything but the state.

docker=$state/docker
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
# cgroup-manager: a cgroup tree mounted by enter lacks controllers that crun would ask for.
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
  "features": {"containerd-snapshotter": true},
  "runtimes": {"crun-wasm": {"path": "/usr/bin/crun-wasm", "runtimeArgs": ["--cgroup-manager=disabled"]}}
}
EOF
}

# The process is ours only if its command line names our program, as in registry.sh.
dockerd_pid() {
  local pid
  pid=$(cat "$docker/pid" 2>/dev/null) || return 1
  grep -qaF dockerd "/proc/$pid/cmdline" 2>/dev/null || return 1
  echo "$pid"
}

docker_answers() { dockerd_pid >/dev/null && "$docker/bin/docker" version >/dev/null 2>&1; }

start_dockerd() {
  docker_answers && return
  # The pid file is of a daemon that was killed, and dockerd would take any process of that pid for itself.
  rm -f "$docker"/stores/default/run/*/docker.pid
  (cd / && exec setsid unshare --mount --propagation private "$docker/enter" \
    env PATH=/usr/sbin:/usr/bin:/sbin:/bin dockerd --config-file /var/lib/lab/daemon.json </dev/null >>"$docker/log" 2>&1 9>&-) &
  echo $! | write "$docker/pid"
  for _ in {1..100}; do
    docker_answers && { say "dockerd runs"; return; }
    dockerd_pid >/dev/null || [ "$_" -lt 5 ] || break
    sleep 0.2
  done
  tail -20 "$docker/log" >&2
  die "dockerd did not start: see $docker/log"
}

stop_dockerd() {
  local pid
  pid=$(dockerd_pid) || return 0
  kill "$pid" 2>/dev/null || true
  for _ in {1..100}; do dockerd_pid >/dev/null || break; sleep 0.05; done
  rm -f "$docker/pid"
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
