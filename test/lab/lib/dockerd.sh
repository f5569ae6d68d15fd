# shellcheck shell=bash
# The lab's dockerd. All of it stands below docker/; its log is docker/log.

docker=$state/docker

# The process is ours only if its command line names our program, as in registry.sh.
dockerd_pid() {
  local pid
  pid=$(cat "$docker/pid" 2>/dev/null) || return 1
  grep -qaF dockerd "/proc/$pid/cmdline" 2>/dev/null || return 1
  echo "$pid"
}

docker_answers() { dockerd_pid >/dev/null && "$docker/bin/docker" version >/dev/null 2>&1; }

start_dockerd() {
  local try
  docker_answers && return
  # The pid file is of a daemon that was killed, and dockerd would take any process of that pid for itself.
  rm -f "$docker"/stores/default/run/*/docker.pid
  (cd / && exec setsid unshare --mount --propagation private "$docker/enter" \
    env PATH=/usr/sbin:/usr/bin:/sbin:/bin dockerd --config-file /var/lib/lab/daemon.json </dev/null >>"$docker/log" 2>&1 9>&-) &
  echo $! | write "$docker/pid"
  for try in {1..100}; do
    docker_answers && { say "dockerd runs"; return; }
    # In its first moments the process is still bash, unshare and enter, on their way to dockerd.
    [ "$try" -lt 10 ] || dockerd_pid >/dev/null || break
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
