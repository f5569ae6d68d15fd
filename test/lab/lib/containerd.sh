# shellcheck shell=bash
# containerd with its CRI. containerd/ has what enter takes for a state directory of its own, as docker/ has. Its log is
# containerd/log.

containerd=$state/containerd

# The process is ours only if its command line names our program, as in registry.sh.
containerd_pid() {
  local pid
  pid=$(cat "$containerd/pid" 2>/dev/null) || return 1
  grep -qaF /var/lib/lab/config.toml "/proc/$pid/cmdline" 2>/dev/null || return 1
  echo "$pid"
}

containerd_answers() { containerd_pid >/dev/null && "$containerd/bin/ctr" version >/dev/null 2>&1; }

# native: the kernel's overlayfs cannot be stacked on an overlayfs. disable_*: a cgroup tree mounted by enter lacks
# controllers, and a machine may have no AppArmor. Pods take the host's network, so there is no CNI plugin.
containerd_settings() {
  cat <<EOF
version = 2
root = "/var/lib/containers/containerd"
state = "/run/containerd"
[grpc]
  address = "/var/lib/lab/containerd.sock"
[plugins."io.containerd.internal.v1.opt"]
  path = "/var/lib/containers/opt"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "127.0.0.1:$(cat "$registry/port")/lab/pause:1"
  disable_cgroup = true
  disable_apparmor = true
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".registry]
    config_path = "/var/lib/lab/certs.d"
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "native"
    default_runtime_name = "crun-wasm"
EOF
  local name
  for name in crun-wasm crun; do
    cat <<EOF
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.$name]
      runtime_type = "io.containerd.runc.v2"
      pod_annotations = ["module.wasm.image/*"]
      [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.$name.options]
        BinaryName = "/var/lib/lab/$name"
EOF
  done
}

install_containerd() {
  local name at
  at=127.0.0.1:$(cat "$registry/port")
  mkdir -p "$containerd/bin" "$containerd/stores/default" "$containerd/without" "$containerd/certs.d/$at"
  cmp -s "$lab/enter" "$containerd/enter" ||
    { cp "$lab/enter" "$containerd/enter.part" && mv "$containerd/enter.part" "$containerd/enter"; }
  cmp -s "$lab/containerd/wrapper" "$containerd/bin/ctr" ||
    { cp "$lab/containerd/wrapper" "$containerd/ctr.part" && mv "$containerd/ctr.part" "$containerd/bin/ctr"; }
  for name in crun-wasm crun; do
    # shellcheck disable=SC2016
    printf '#!/bin/sh\nexec /usr/bin/%s --cgroup-manager=disabled "$@"\n' "$name" | write "$containerd/$name"
    chmod 755 "$containerd/$name"
  done
  printf 'server = "http://%s"\n[host."http://%s"]\n' "$at" "$at" | write "$containerd/certs.d/$at/hosts.toml"
  if ! { containerd_settings && echo "# $docker_root"; } | cmp -s - "$containerd/config.toml"; then
    stop_containerd # it runs from the older root
    { containerd_settings && echo "# $docker_root"; } | write "$containerd/config.toml"
  fi
  echo "$docker_root" | write "$containerd/root"
}

start_containerd() {
  local try
  containerd_answers && return
  (cd / && exec setsid unshare --mount --propagation private "$containerd/enter" \
    env PATH=/usr/sbin:/usr/bin:/sbin:/bin containerd --config /var/lib/lab/config.toml </dev/null >>"$containerd/log" 2>&1 9>&-) &
  echo $! | write "$containerd/pid"
  for try in {1..100}; do
    containerd_answers && { say "containerd runs"; return; }
    # In its first moments the process is still bash, unshare and enter, on their way to containerd.
    [ "$try" -lt 10 ] || containerd_pid >/dev/null || break
    sleep 0.2
  done
  tail -20 "$containerd/log" >&2
  die "containerd did not start: see $containerd/log"
}

stop_containerd() {
  local pid
  pid=$(containerd_pid) || return 0
  kill "$pid" 2>/dev/null || true
  for _ in {1..100}; do containerd_pid >/dev/null || break; sleep 0.05; done
  rm -f "$containerd/pid"
}

push_pause_image() {
  local image key
  image=127.0.0.1:$(cat "$registry/port")/lab/pause:1
  key=$(key_of containerd/Containerfile)
  [ "$(cat "$containerd/pause" 2>/dev/null)" != "$key" ] || return 0
  "$state/bin/podman" build --quiet --tag "$image" "$lab/containerd" >/dev/null
  "$state/bin/podman" push --quiet "$image"
  "$state/bin/podman" rmi "$image" >/dev/null
  echo "$key" | write "$containerd/pause"
}
