# shellcheck shell=bash
# The Podman service on 127.0.0.1 that podman.exe talks to, with a store of its own, which is gone after `down`.
# Its port is in windows/service-port.

windows=$state/windows

service_pid() {
  local pid
  pid=$(cat "$windows/service-pid" 2>/dev/null) || return 1
  grep -qaF service "/proc/$pid/cmdline" 2>/dev/null || return 1
  echo "$pid"
}

service_answers() {
  service_pid >/dev/null && port_answers "$(cat "$windows/service-port")"
}

start_service() {
  service_answers && return
  local port
  for port in {5800..5819}; do port_answers "$port" || break; done
  echo "$port" | write "$windows/service-port"
  (cd / && LAB_STORE=windows exec setsid unshare --mount --propagation private "$state/enter" \
    podman system service --time=0 "tcp:127.0.0.1:$port" </dev/null >"$windows/service-log" 2>&1 9>&-) &
  echo $! | write "$windows/service-pid"
  for _ in {1..100}; do
    service_answers && { say "Podman service on 127.0.0.1:$port"; return; }
    sleep 0.1
  done
  tail -20 "$windows/service-log" >&2
  die "the Podman service did not start: see $windows/service-log"
}

stop_service() {
  local pid
  pid=$(service_pid) || return 0
  kill "$pid" 2>/dev/null || true
  for _ in {1..100}; do service_pid >/dev/null || break; sleep 0.05; done
  rm -f "$windows/service-pid"
}
