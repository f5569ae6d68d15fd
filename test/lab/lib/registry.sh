# shellcheck shell=bash
# The registry on 127.0.0.1 that serves the builder images. Its port is in registry/port, its log in registry/log.

registry=$state/registry

# The process is ours only if its command line names our program: a pid may be given to another after a reboot.
registry_pid() {
  local pid
  pid=$(cat "$registry/pid" 2>/dev/null) || return 1
  grep -qaF docker-registry "/proc/$pid/cmdline" 2>/dev/null || return 1
  echo "$pid"
}

port_answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

registry_runs() { registry_pid >/dev/null && port_answers "$(cat "$registry/port")"; }

free_port() {
  local port
  for port in 5780 {5781..5799}; do
    port_answers "$port" || { echo "$port"; return; }
  done
  die "no free port for the registry between 5780 and 5799"
}

start_registry() {
  registry_runs && return
  local port try
  port=$(free_port)
  mkdir -p "$registry/data"
  write "$registry/config.yml" <<EOF
version: 0.1
log: {level: info, accesslog: {disabled: false}}
storage: {filesystem: {rootdirectory: /var/lib/lab/registry/data}, delete: {enabled: true}}
http: {addr: "127.0.0.1:$port"}
EOF
  # setsid: Ctrl-C at the terminal that ran up is not for the registry.
  # 9>&-: it outlives up and must not keep up's lock. / as folder: it must not hold a person's.
  (cd / && exec setsid unshare --mount --propagation private "$state/enter" \
    docker-registry serve /var/lib/lab/registry/config.yml </dev/null >>"$registry/log" 2>&1 9>&-) &
  echo $! | write "$registry/pid"
  echo "$port" | write "$registry/port"
  for try in {1..100}; do
    registry_runs && { say "registry on 127.0.0.1:$port"; return; }
    sleep 0.05
  done
  die "the registry did not start after $try tries: see $registry/log"
}

stop_registry() {
  local pid
  pid=$(registry_pid) || return 0
  kill "$pid" 2>/dev/null || true
  for _ in {1..100}; do registry_pid >/dev/null || break; sleep 0.05; done
  rm -f "$registry/pid"
}
