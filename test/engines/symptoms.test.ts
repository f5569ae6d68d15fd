import { describe, expect, it } from 'vitest';
import { dockerErrors } from '../../generators/core/engines/docker/symptoms.js';
import { type Doing, diagnose } from '../../generators/core/engines/known-errors.js';
import { nerdctlErrors } from '../../generators/core/engines/nerdctl/symptoms.js';
import { podmanErrors } from '../../generators/core/engines/podman/symptoms.js';
import { newerGoLines } from '../../generators/core/languages/go/symptoms.js';
import { installLines } from '../../generators/core/system/install.js';
import type { System } from '../../generators/core/system/system.js';
import { fixLines, reads } from '../support/fixes.js';

/** How every engine fails. */
const engines = [podmanErrors, dockerErrors, nerdctlErrors];

const linux: System = { platform: 'linux', distribution: ['debian'] };
const fedora: System = { platform: 'linux', distribution: ['fedora'] };
const windows: System = { platform: 'win32', distribution: [] };
const mac: System = { platform: 'darwin', distribution: [] };

/** Output captured from Podman 5.4.2, buildah 1.39, crun 1.21 and WasmEdge 0.14.1, unless a line says otherwise. */
const captured: [id: string, doing: Doing, output: string][] = [
  ['no-crun-wasm', 'run', 'Error: requested OCI runtime crun-wasm is not available: invalid argument'],
  [
    'no-wasmedge',
    'run',
    'Error: crun-wasm: could not load `libwasmedge.so.0`: `libwasmedge.so.0: cannot open shared object file: No such file or directory`: OCI runtime attempted to invoke a command that was not found',
  ],
  // Ubuntu 24.04
  [
    'broken-wasmedge',
    'run',
    'Error: crun-wasm: could not load `libwasmedge.so.0`: `/lib/x86_64-linux-gnu/libwasmedge.so.0: undefined symbol: _ZTIN4llvm, version LLVM_18, libLLVM-18.so`',
  ],
  [
    'disk-full',
    'build',
    'Error: creating build container: writing blob: adding layer with blob "sha256:a5a3": unpacking failed (error: exit status 1; output: write /usr/bin/localedef: no space left on device)',
  ],
  [
    'registry',
    'build',
    'Error: creating build container: initializing source docker://rust:1.95.0: pinging container registry 127.0.0.1:5780: Get "http://127.0.0.1:5780/v2/": dial tcp 127.0.0.1:5780: connect: connection refused',
  ],
  [
    'builder-image',
    'build',
    'Error: creating build container: initializing source docker://rust:9.9.9: reading manifest 9.9.9 in docker.io/library/rust: manifest unknown',
  ],
  [
    'aot-version',
    'run',
    '[2026-11-23 16:21:06.546] [info] loading failed: malformed section id, Code: 0x105\n[2026-11-23 16:21:06.546] [info]     AOT binary version unmatched.\n[2026-11-23 16:21:06.546] [info]     Load AOT section failed. Use interpreter mode instead.\n\nHello from r!\n',
  ],
  [
    'run-after-scratch',
    'build',
    'error running container: from /usr/bin/crun creating container for [/bin/sh -c true]: executable file `/bin/sh` not found: No such file or directory\n: exit status 1\nError: building at STEP "RUN true": while running runtime: exit status 1',
  ],
  // tinygo #4598
  [
    'not-in-tinygo',
    'build',
    '../go/pkg/mod/golang.org/x/net@v0.30.0/http2/transport.go:26:2: package net/http/httptrace is not in std (/home/tinygo/.cache/tinygo/goroot-8cbcb1d9555609a60075264735fce03217a624835ebf583eb96aa0c5bf08e840/src/net/http/httptrace)',
  ],
  // clang 19: -fno-exceptions, and a Makefile that says -fexceptions
  [
    'cpp-exceptions',
    'build',
    './src/main.cpp:2:39: error: cannot use \'throw\' with exceptions disabled\n1 error generated.\nError: building at STEP "RUN make": while running runtime: exit status 2',
  ],
  [
    'cpp-exceptions',
    'build',
    'wasm-ld-19: error: lto.tmp: undefined symbol: __cxa_allocate_exception\nclang++: error: linker command failed with exit code 1 (use -v to see invocation)',
  ],
  // TinyGo 0.34 with Go 1.23
  [
    'newer-go',
    'build',
    'go: go.mod requires go >= 1.25 (running go 1.23.5; GOTOOLCHAIN=local)\nError: building at STEP "RUN tinygo build": while running runtime: exit status 1',
  ],
  // rustc 1.95, clang 19, Go 1.26: a file of the project
  [
    'source',
    'build',
    'error[E0308]: mismatched types\n --> src/main.rs:1:24\n  |\nError: building at STEP "RUN cargo build": while running runtime: exit status 101',
  ],
  [
    'source',
    'build',
    '/src/lib/rotation.c:3:1: fatal error: \'x.h\' file not found\nError: building at STEP "RUN cmake": while running runtime: exit status 2',
  ],
  [
    'source',
    'build',
    '# greet\n./main.go:2:14: declared and not used: x\nError: building at STEP "RUN go build": while running runtime: exit status 1',
  ],
  // What the compiler does not complain of in the project's own source.
  [
    'step',
    'build',
    'error[E0432]: unresolved import `std::os::unix`\n --> /usr/local/cargo/registry/src/index/fd-lock-4.0.4/src/lib.rs:9:5\nError: building at STEP "RUN cargo build": while running runtime: exit status 101',
  ],
  [
    'step',
    'build',
    'error: specification `wasi` is ambiguous\nError: building at STEP "RUN cargo build": while running runtime: exit status 101',
  ],
  [
    'step',
    'build',
    '/usr/local/go/src/net/http/server.go:12:2: undefined: x\nError: building at STEP "RUN tinygo": while running runtime: exit status 1',
  ],
  [
    'step',
    'build',
    'warning: unused variable: `x`\n --> src/main.rs:1:24\nmake: *** No rule to make target `all`.\nError: building at STEP "RUN make": while running runtime: exit status 2',
  ],
  [
    'source',
    'build',
    'main.c:1:10: error: expected parameter declarator\nError: building at STEP "RUN make": while running runtime: exit status 1',
  ],
  // What a command of the build prints is not the engine's: a Go without its proxy, a shell without a file.
  [
    'step',
    'build',
    'go: github.com/creack/pty@v1.1.24: Get "https://goproxy.example/pty/@v/v1.1.24.mod": dial tcp: lookup goproxy.example on 10.0.0.1:53: no such host\nError: building at STEP "RUN go build": while running runtime: exit status 1',
  ],
  [
    'step',
    'build',
    '/bin/sh: line 1: ./configure: No such file or directory\nError: building at STEP "RUN ./configure": while running runtime: exit status 127',
  ],
  [
    'step',
    'build',
    '#8 0.2 fatal: repository does not exist\nERROR: failed to solve: process "/bin/sh -c git clone" did not complete successfully: exit code: 128',
  ],
  // cargo with a rust of 1.84 or later
  [
    'old-target',
    'build',
    "error: toolchain 'stable' does not support target 'wasm32-wasi'\nError: building at STEP \"RUN rustup\": while running runtime: exit status 1",
  ],
  // Podman 5.4, CONTAINER_CONNECTION=nope
  ['no-connection', 'answer', 'Error: read cli flags: connection "nope" not found'],
  // Podman on macOS and Windows, machine stopped
  [
    'machine-stopped',
    'answer',
    'Cannot connect to Podman. Please verify your connection to the Linux system using `podman system connection list`, or try `podman machine init` and `podman machine start` to manage a new Linux VM\nError: unable to connect to Podman socket: failed to connect: dial tcp 127.0.0.1:51234: connect: connection refused',
  ],
  // A Podman service that is ended while its client builds: SIGTERM, then SIGKILL.
  [
    'build-killed',
    'build',
    'now compiling\ncontainer exited on killed\nError: building at STEP "RUN make": while running runtime: exit status 1',
  ],
  [
    'build-killed',
    'build',
    'now compiling\nError: building at STEP "RUN make": while running runtime: signal: terminated',
  ],
  ['service-gone', 'build', '[1/2] STEP 4/4: RUN make\nnow compiling\nError: server probably quit: unexpected EOF'],
  // The same while it runs a program.
  [
    'service-gone',
    'run',
    'Error: wait for container: Post "http://d/v5.4.2/libpod/containers/8bd5e28cdae7/wait": dial unix /tmp/r/podman.sock: connect: no such file or directory',
  ],
  [
    'service-gone',
    'run',
    'Error: wait for container: Post "http://d/v5.4.2/libpod/containers/01b98e52fd30/wait": dial unix /tmp/r/podman.sock: connect: connection refused',
  ],
  // dockerd ended while buildx built, as users posted it: docker/buildx #2064, #2789.
  [
    'service-gone',
    'build',
    'ERROR: failed to receive status: rpc error: code = Unavailable desc = error reading from server: EOF',
  ],
  [
    'service-gone',
    'build',
    'ERROR: failed to receive status: rpc error: code = Unavailable desc = closing transport due to: connection error: desc = "error reading from server: EOF", received prior goaway: code: NO_ERROR, debug data: "graceful_stop"',
  ],
  // A compiler that the kernel ended for want of memory: the shell of the RUN reports 137.
  ['build-killed', 'build', 'Killed\nError: building at STEP "RUN make": while running runtime: exit status 137'],
  // Rootless, a user without a range in /etc/subuid.
  [
    'no-user-ids',
    'build',
    'Error: creating build container: copying system image from manifest list: writing blob: adding layer with blob "sha256:2ed6": unpacking failed (error: exit status 1; output: potentially insufficient UIDs or GIDs available in user namespace (requested 0:42 for /etc/gshadow): Check /etc/subuid and /etc/subgid if configured locally and run "podman system migrate": lchown /etc/gshadow: invalid argument)',
  ],
  [
    'no-newuidmap',
    'answer',
    'Error: command required for rootless mode with multiple IDs: exec: "newuidmap": executable file not found in $PATH',
  ],
  [
    'weak-newuidmap',
    'answer',
    'time="2026-11-24T11:14:12Z" level=error msg="running `/usr/bin/newuidmap 1088 0 1000 1 1 100000 65536`: newuidmap: write to uid_map failed: Operation not permitted\n"\nError: cannot set up namespace using "/usr/bin/newuidmap": should have setuid or have filecaps setuid: exit status 1',
  ],
  // In a chroot, where the kernel refuses user namespaces.
  ['no-user-namespaces', 'answer', 'cannot clone: Operation not permitted\nError: cannot re-exec process'],
  [
    'no-rootless-network',
    'run',
    'Error: could not find pasta, the network namespace can\'t be configured: exec: "pasta": executable file not found in $PATH',
  ],
  [
    'no-tun',
    'run',
    'Error: pasta failed with exit code 1:\nFailed to open() /dev/net/tun: Permission denied\nFailed to set up tap device in namespace',
  ],
  ['exec-format', 'run', '{"msg":"exec container process `/hello.wasm`: Exec format error","level":"error"}'],
  ['component', 'run', 'WasmEdge: loading failed: component model'],
  ['no-cgroups', 'run', 'Error: requested OCI runtime crun-wasm is not compatible with NoCgroups: invalid argument'],
  [
    'containers-conf',
    'answer',
    'Error: reading system config: decode configuration /etc/containers/containers.conf: toml: line 2 (last key "engine.platform_to_oci_runtime.wasi/wasm"): incompatible types',
  ],
  // buildah of Podman 5.6
  [
    'wrong-base-platform',
    'build',
    'Error: creating build container: choosing an image from manifest list docker://rust: no image found in image index for architecture "wasm", variant "", OS "wasi"',
  ],
  // From here on: Docker 26.1.5 with buildx 0.13.1.
  [
    'docker-stopped',
    'answer',
    'Cannot connect to the Docker daemon at unix:///nowhere.sock. Is the docker daemon running?',
  ],
  // Docker 29, as users report it: the lab has none.
  [
    'docker-stopped',
    'answer',
    'failed to connect to the docker API at unix:///run/nothing.sock; check if the path is correct and if the daemon is running: dial unix /run/nothing.sock: connect: no such file or directory',
  ],
  [
    'docker-permission',
    'answer',
    'permission denied while trying to connect to the docker API at unix:///var/run/docker.sock',
  ],
  [
    'docker-permission',
    'answer',
    'permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock: Get "http://%2Fvar%2Frun%2Fdocker.sock/v1.45/version": dial unix /var/run/docker.sock: connect: permission denied',
  ],
  [
    'docker-image-store',
    'build',
    '#10 ERROR: operating system is not supported\nERROR: failed to solve: operating system is not supported',
  ],
  [
    'wrong-base-platform',
    'build',
    'ERROR: failed to solve: ghcr.io/webassembly/wasi-sdk:wasi-sdk-33: failed to resolve source metadata for ghcr.io/webassembly/wasi-sdk:wasi-sdk-33: no match for platform in manifest: not found',
  ],
  [
    'registry',
    'build',
    'ERROR: failed to solve: docker.io/library/rust:9.9.9: failed to resolve source metadata for docker.io/library/rust:9.9.9: failed to do request: Head "https://registry-1.docker.io/v2/library/rust/manifests/9.9.9": dial tcp: lookup registry-1.docker.io on 10.0.0.1:53: no such host',
  ],
  [
    'builder-image',
    'build',
    'ERROR: failed to solve: 127.0.0.1:5781/nowhere:1: failed to resolve source metadata for 127.0.0.1:5781/nowhere:1: 127.0.0.1:5781/nowhere:1: not found',
  ],
  [
    'run-after-scratch',
    'build',
    '#3 0.078 runc run failed: unable to start container process: exec: "/bin/sh": stat /bin/sh: no such file or directory\nERROR: failed to solve: process "/bin/sh -c true" did not complete successfully: exit code: 1',
  ],
  [
    'old-lock-file',
    'build',
    'error: the lock file /src/Cargo.lock needs to be updated but --locked was passed to prevent this\nIf you want to try to generate the lock file without accessing the network, remove the --locked flag and use --offline instead.\nError: building at STEP "RUN cargo build": while running runtime: exit status 101',
  ],
  [
    'no-cmake',
    'build',
    '  thread \'main\' panicked at /usr/local/cargo/registry/src/index.crates.io-1949cf8c6b5b557f/cmake-0.1.52/src/lib.rs:1115:5:\n  failed to execute command: No such file or directory (os error 2)\n  is `cmake` not installed?\nError: building at STEP "RUN cargo build": while running runtime: exit status 101',
  ],
  [
    'c-in-a-crate',
    'build',
    '  error occurred in cc-rs: failed to find tool "clang": No such file or directory (os error 2)\n\nError: building at STEP "RUN cargo build": while running runtime: exit status 101',
  ],
  [
    'source',
    'build',
    '#8 0.075 src/main.c:1:1: error: expected identifier\nERROR: failed to solve: process "/bin/sh -c make" did not complete successfully: exit code: 2',
  ],
  // A module run by crun under its own name, or by runc.
  ['exec-format', 'run', '{"msg":"exec container process `/my-app.wasm`: Exec format error","level":"error"}'],
  ['exec-format', 'run', 'exec /my-app.wasm: exec format error'],
  [
    'push-denied',
    'push',
    'Error: trying to reuse blob sha256:eb19 at destination: checking whether a blob sha256:eb19 exists in quay.io/you/x: authentication required',
  ],
  [
    'push-denied',
    'push',
    'Error: writing blob: initiating layer upload to /v2/you/x/blobs/uploads/ in quay.io: denied',
  ],
  // Docker 26.1.5
  [
    'push-denied',
    'push',
    'push access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials',
  ],
  [
    'registry-http',
    'push',
    'time="…" level=fatal msg="pinging container registry 127.0.0.1:5991: Get \\"https://127.0.0.1:5991/v2/\\": http: server gave HTTP response to HTTPS client"',
  ],
  [
    'push-unreachable',
    'push',
    'Error: trying to reuse blob sha256:eb19 at destination: pinging container registry 127.0.0.1:1: Get "https://127.0.0.1:1/v2/": dial tcp 127.0.0.1:1: connect: connection refused',
  ],
  // Docker 26.1.5
  [
    'push-unreachable',
    'push',
    'failed to do request: Head "https://nosuch.invalid/v2/you/x/blobs/sha256:ffad": dial tcp: lookup nosuch.invalid on 192.0.2.1:53: no such host',
  ],
  // nerdctl 2.2: its sources (pkg/clientutil, pkg/buildkitutil), and nerdctl #4074
  [
    'containerd-stopped',
    'answer',
    'time="2026-11-27T04:00:00Z" level=fatal msg="cannot access containerd socket \\"/run/containerd/containerd.sock\\": no such file or directory"',
  ],
  [
    'containerd-stopped',
    'answer',
    'FATA[0000] rootless containerd not running? (hint: use `containerd-rootless-setuptool.sh install` to start rootless containerd): stat /run/user/1000/containerd-rootless: no such file or directory',
  ],
  [
    'containerd-permission',
    'answer',
    'time="2026-11-27T04:00:00Z" level=fatal msg="cannot access containerd socket \\"/run/containerd/containerd.sock\\": permission denied"',
  ],
  [
    'no-buildkit',
    'build',
    'FATA[0000] `buildctl` needs to be installed and `buildkitd` needs to be running, see https://github.com/moby/buildkit: exec: "buildctl": executable file not found in $PATH',
  ],
  [
    'wasm-shim-hook',
    'run',
    'FATA[0000] failed to create shim task: failed to create container: hook command exited with non-zero exit code: 1: unknown',
  ],
  ['docker-permission', 'push', 'permission denied while trying to connect to the Docker daemon socket at unix:///x'],
];

describe('diagnose', () => {
  it.each(captured)('finds %s while it is to %s', (id, doing, output) => {
    const knowing = engines.filter(({ symptoms }) => symptoms.some((symptom) => symptom.id === id));
    expect(knowing.map((errors) => diagnose(errors, output, doing)?.id)).toEqual(knowing.map(() => id));
    expect(knowing).not.toEqual([]);
  });

  it('has a captured output for every symptom', () => {
    expect(new Set(captured.map(([id]) => id))).toEqual(
      new Set(engines.flatMap(({ symptoms }) => symptoms.map(({ id }) => id))),
    );
  });

  it('does not guess', () => {
    expect(diagnose(podmanErrors, 'Error: something else', 'build')).toBeUndefined();
    // The words of a run's error in the output of a compiler are no error of a run.
    expect(diagnose(podmanErrors, 'note: exec format error', 'build')).toBeUndefined();
  });

  it('has a fix for every symptom on every system', () => {
    for (const errors of engines) {
      for (const system of [linux, fedora, windows, mac]) {
        for (const { fix } of errors.symptoms) expect(fix(system, errors, '')).not.toEqual([]);
      }
    }
  });
});

describe('what was ended from outside', () => {
  it.each([
    [
      'build-killed',
      'container exited on killed\nError: building at STEP "RUN make": while running runtime: exit status 1',
    ],
    ['service-gone', 'Error: server probably quit: unexpected EOF'],
  ])('%s does not ask for another source', (_, output) => {
    const known = diagnose(podmanErrors, output, 'build');
    expect(known?.means).toMatch(/nothing is wrong with the project/i);
    expect(fixLines(known?.fix(linux, podmanErrors, output) ?? []).join('\n')).not.toMatch(/mend|source/i);
    const applehv = { name: 'wasm', running: true, starting: false, provider: 'applehv', isDefault: true };
    const inMachine: System = { ...fedora, machine: 'wasm', machines: [applehv] };
    expect(fixLines(known?.fix(inMachine, podmanErrors, output) ?? []).join('\n')).toContain(
      'podman machine start wasm',
    );
  });
});

describe('newerGoLines', () => {
  it.each([
    ['go.mod', 'Lower the line "go" of go.mod to 1.23'],
    ['go.work', 'Lower the line "go" of go.work to 1.23'],
    ['golang.org/x/text@v0.40.0', 'Take an older version of golang.org/x/text@v0.40.0'],
  ])('of %s', (which, line) => {
    const output = `go: ${which} requires go >= 1.25 (running go 1.23.5; GOTOOLCHAIN=local)`;
    expect(newerGoLines(output)).toEqual([reads(expect.stringContaining(line))]);
  });
});

describe('installLines', () => {
  it.each<[string, System, string]>([
    ['Debian', linux, 'sudo apt-get install crun libwasmedge0'],
    ['Ubuntu', { platform: 'linux', distribution: ['ubuntu', 'debian'] }, 'sudo apt-get install crun libwasmedge0'],
    ['Fedora', fedora, 'sudo dnf install crun-wasm wasmedge-rt'],
    ['macOS', mac, 'podman machine init --now wasm'],
    ['Windows', windows, 'podman machine init --now wasm'],
    ['an unknown Linux', { platform: 'linux', distribution: [] }, "this system's package manager"],
  ])('names what %s calls crun-wasm', (_, system, line) => {
    expect(fixLines(installLines('crun-wasm', system)).join('\n')).toContain(line);
  });
});
