# shellcheck shell=bash
# Podman's settings inside the root. Written at every up, since they depend on the host as it is now.

# The user of LAB_USER, with a range of ids beside its own. Passwords, groups and a home it needs none.
write_user() {
  grep -q '^lab:' "$root/etc/passwd" || echo 'lab:x:1000:1000::/var/lib/containers:/bin/sh' >>"$root/etc/passwd"
  grep -q '^lab:' "$root/etc/group" || echo 'lab:x:1000:' >>"$root/etc/group"
  echo 'lab:100000:65536' | tee "$root/etc/subgid" | write "$root/etc/subuid"
}

write_settings() {
  local etc=$root/etc/containers hard_nofile hard_nproc limits=() runtime=
  hard_nofile=$(ulimit -Hn)
  hard_nproc=$(ulimit -Hu)
  # A host without CAP_SYS_RESOURCE cannot raise its limits to Podman's defaults.
  [ "$hard_nofile" = unlimited ] || limits+=("\"nofile=$hard_nofile:$hard_nofile\"")
  [ "$hard_nproc" = unlimited ] || limits+=("\"nproc=$hard_nproc:$hard_nproc\"")
  mkdir -p "$etc/registries.conf.d"
  # netns: no bridge and no nft rule is left on the host, and builds reach what the host reaches.
  # pids_limit: the cgroup tree may have no pids controller.
  # cgroupfs, file: the root runs neither systemd nor journald.
  write "$etc/containers.conf" <<EOF
[containers]
netns = "host"
pids_limit = 0
default_ulimits = [$(IFS=,; echo "${limits[*]-}")]
[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
EOF
  # The kernel's overlayfs cannot be stacked on an overlayfs (a lab inside a container).
  case $(stat -f -c %T "$state") in overlayfs) runtime='mount_program = "/usr/bin/fuse-overlayfs"' ;; esac
  write "$etc/storage.conf" <<EOF
[storage]
driver = "overlay"
graphroot = "/var/lib/containers/storage"
runroot = "/run/containers/storage"
[storage.options.overlay]
$runtime
EOF
}

# Every registry host that the pinned names use is answered by the lab's registry.
write_registries() {
  local port=$1 host
  shift
  {
    # Its own name, for pushes: a mapping holds for pulls alone.
    printf '[[registry]]\nlocation = "127.0.0.1:%s"\ninsecure = true\n' "$port"
    for host in $(printf '%s\n' "$@" | cut -d/ -f1 | sort -u); do
      printf '[[registry]]\nprefix = "%s"\nlocation = "127.0.0.1:%s/%s"\ninsecure = true\n' "$host" "$port" "$host"
    done
  } | write "$root/etc/containers/registries.conf.d/lab.conf"
}
