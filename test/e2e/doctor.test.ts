import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import TOML from '@iarna/toml';
import { beforeAll, describe, expect, inject, it, onTestFinished, type TestContext } from 'vitest';
import type { Fix } from '../../generators/core/failure.js';
import { fixLines } from '../support/fixes.js';
import { findDocker } from './support/docker.js';
import { emptyStore, needsLab, registryHost, standIn } from './support/lab.js';
import { cli, createWasmOci, emptyFolder, environment, podman, run } from './support/run.js';

interface Document {
  ok: boolean;
  summary: string;
  engines: { id: string; works: boolean }[];
  checks: { id: string; state: string; found: string; why: string; fix: Fix[] }[];
}

/** Runs the installed doctor and reads its document. */
async function doctor(args: string[], env: Record<string, string> = {}) {
  const { exitCode, stdout, stderr } = await createWasmOci(['doctor', '--json', ...args], { env });
  expect(stderr).toBe('');
  const document = JSON.parse(stdout) as Document;
  expect(exitCode).toBe(document.ok ? 0 : 1);
  const get = (id: string) => document.checks.find((check) => check.id === id) ?? expect.fail(`no check ${id}`);
  const problems = document.checks.filter(({ state }) => state === 'problem').map(({ id }) => id);
  return { ...document, get, problems };
}

const offline = ['--engine', 'podman', '--offline'];

/** A containers.conf that Podman reads after all others. */
async function override(text: string): Promise<Record<string, string>> {
  const path = join(await emptyFolder(), 'containers.conf');
  await writeFile(path, text);
  return { CONTAINERS_CONF_OVERRIDE: path };
}

const libwasmedge = `/usr/lib/${{ x64: 'x86_64', arm64: 'aarch64' }[process.arch as string]}-linux-gnu/libwasmedge.so.0`;

describe('with the real Podman', () => {
  it('all is well, builder images included, and nothing is left behind', async (test: TestContext) => {
    needsLab(test);
    const store = emptyStore('doctor');
    const { ok, problems, get, engines } = await doctor(['--engine', 'podman'], store);
    expect({ ok, problems, engines }).toEqual({ ok: true, problems: [], engines: [{ id: 'podman', works: true }] });
    expect(get('podman-probe')).toMatchObject({
      state: 'ok',
      found: expect.stringContaining('printed what it should'),
    });
    expect(get('podman-images')).toMatchObject({ state: 'ok', found: 'there for Rust, C, C++, TinyGo, Go' });
    expect(get('wasm-handler')).toMatchObject({ state: 'ok', found: 'built with wasmedge (+WASM:wasmedge)' });
    expect(await leftIn(store)).toEqual({ images: '', containers: '' });
  });

  it('the report for users is on stdout and ends in one sentence', async () => {
    const { exitCode, stdout, stderr } = await createWasmOci(['doctor', ...offline]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^create-wasm-oci \S+ on .*\n\nPodman\n {2}ok {7}podman /);
    expect(stdout).toMatch(/\n\nBuilding and running works with Podman; nothing to do\.\n$/);
    expect(stdout).not.toContain('\u001b');
  });

  it('without crun-wasm', async (test) => {
    needsLab(test);
    const { problems, get } = await doctor(offline, { LAB_WITHOUT: '/usr/bin/crun-wasm' });
    expect(problems).toEqual(['crun-wasm', 'podman-probe']);
    // The lab's Debian 13 is asked, not the system that this test runs on: its crun has the handler.
    expect(get('crun-wasm').fix).toEqual([
      { command: 'sudo ln -s /usr/bin/crun /usr/local/bin/crun-wasm' },
      { command: 'sudo apt-get install crun libwasmedge0' },
    ]);
  });

  it('without the WasmEdge library', async (test) => {
    needsLab(test);
    const { problems, get } = await doctor(offline, { LAB_WITHOUT: libwasmedge });
    expect(problems).toEqual(['handler-library', 'podman-probe']);
    expect(get('wasm-handler').state).toBe('ok');
    expect(get('handler-library').fix).toEqual([{ command: 'sudo apt-get install libwasmedge0' }]);
  });

  it('with a crun whose --version lists no handler (real crun behind a script that cuts its version)', async (test) => {
    needsLab(test);
    const folder = await emptyFolder();
    const cut = '/usr/bin/crun --version | sed "s/ +WASM:[a-z,]*//"';
    // Under its own name crun takes no program for a module, as one that was built without the handler.
    await standIn(folder, 'crun-wasm', `case "$1" in --version) ${cut} ;; *) exec /usr/bin/crun "$@" ;; esac`);
    const conf = await override(`[engine.runtimes]\ncrun-wasm = ["${join(folder, 'crun-wasm')}"]\n`);
    const { problems, get } = await doctor(offline, conf);
    expect(problems).toEqual(['wasm-handler', 'podman-probe']);
    expect(get('crun-wasm')).toMatchObject({ state: 'ok', found: expect.stringContaining(join(folder, 'crun-wasm')) });
    expect(get('podman-probe').found).toContain('crun-wasm has no WebAssembly handler');
  });

  it('with an array in platform_to_oci_runtime: file and line', async (test) => {
    needsLab(test);
    const conf = await override('[engine.platform_to_oci_runtime]\n"wasi/wasm" = ["crun-wasm"]\n');
    const { problems, get, summary } = await doctor(offline, conf);
    expect(problems).toEqual(['containers-conf', 'podman-service']);
    expect(fixLines(get('containers-conf').fix)[0]).toContain(
      `${conf.CONTAINERS_CONF_OVERRIDE} line 2: Write "wasi/wasm" = "crun-wasm"`,
    );
    expect(summary).toContain(`${conf.CONTAINERS_CONF_OVERRIDE} line 2`);
  });

  it('with runtime_supports_nocgroups, which Podman ignores: a warning, and Podman really does', async (test) => {
    needsLab(test);
    const conf = await override('[engine]\nruntime_supports_nocgroups = ["crun-wasm"]\n');
    const { ok, get } = await doctor(offline, conf);
    expect(ok).toBe(true);
    expect(get('containers-conf')).toMatchObject({ state: 'warning' });
    expect(fixLines(get('containers-conf').fix)[0]).toContain('line 2: Write runtime_supports_nocgroup, without the s');
    // The cause, and that the fix works: Podman refuses before it looks for the program.
    const withoutCgroups = [
      '--runtime',
      'crun-wasm',
      'run',
      '--rm',
      '--cgroups=disabled',
      '--rootfs',
      await emptyFolder(),
      'x',
    ];
    const said = async (env: Record<string, string>) => (await run('podman', withoutCgroups, { env })).stderr;
    expect(await said(conf)).toContain('not compatible with NoCgroups');
    const cured = await override('[engine]\nruntime_supports_nocgroup = ["crun-wasm"]\n');
    expect(await said(cured)).not.toContain('NoCgroups');
  });

  it('with a connection that leads nowhere', async (test) => {
    needsLab(test);
    const { problems, get } = await doctor(offline, { CONTAINER_HOST: 'unix:///nowhere/podman.sock' });
    expect(problems).toEqual(['podman-service']);
    expect(get('podman-service').found).toContain('unix:///nowhere/podman.sock');
    expect(fixLines(get('podman-service').fix)[0]).toContain('unset CONTAINER_HOST');
  });

  it('with a connection that Podman does not know', async (test) => {
    needsLab(test);
    const { problems, get } = await doctor(offline, { CONTAINER_CONNECTION: 'nope' });
    expect(problems).toEqual(['podman-service']);
    expect(fixLines(get('podman-service').fix)[0]).toContain('podman system connection list');
  });

  it('with registries that cannot be reached, and with one of them', async (test) => {
    needsLab(test);
    const path = join(await emptyFolder(), 'registries.conf');
    const conf = { CONTAINERS_REGISTRIES_CONF: path, LAB_WITHOUT: '/etc/containers/registries.conf.d' };
    const mapped = async (hosts: Record<string, string>) => {
      const lines = Object.entries(hosts).map(([prefix, location]) => ({ prefix, location }));
      const text = lines.map((line) => `[[registry]]\n${TOML.stringify(line)}insecure = true\n`);
      await writeFile(path, text.join(''));
    };
    // Port 1 of this machine: nobody listens there.
    await mapped({ 'ghcr.io': '127.0.0.1:1', 'docker.io': `${registryHost()}/docker.io` });
    const one = await doctor(['--engine', 'podman'], { ...emptyStore('one'), ...conf });
    expect(one.get('podman-images')).toMatchObject({ state: 'warning', found: expect.stringMatching(/^C, ghcr\.io/) });
    await mapped({ 'ghcr.io': '127.0.0.1:1', 'docker.io': '127.0.0.1:1' });
    const none = await doctor(['--engine', 'podman'], { ...emptyStore('none'), ...conf });
    expect(none).toMatchObject({ ok: false, problems: ['podman-images'] });
    expect(fixLines(none.get('podman-images').fix).join('\n')).toContain('HTTPS_PROXY');
    expect(none.get('podman-probe').state).toBe('ok');
  });
});

describe('with a Podman service behind a socket', () => {
  /** Starts the real service; the lab's errors are the service's then, not the client's. */
  async function service(env: Record<string, string> = {}): Promise<Record<string, string>> {
    const socket = join(await emptyFolder(), 'podman.sock');
    const child = spawn('podman', ['system', 'service', '--time=0', `unix://${socket}`], {
      env: environment(env),
      stdio: 'ignore',
    });
    onTestFinished(async () => {
      child.kill();
      await once(child, 'close');
    });
    await expect.poll(() => existsSync(socket), { timeout: 30_000 }).toBe(true);
    return { CONTAINER_HOST: `unix://${socket}` };
  }

  it('asks the service, and all is well', async (test) => {
    needsLab(test);
    const client = await service(emptyStore('service'));
    const { ok, get, problems } = await doctor(offline, client);
    expect({ ok, problems }).toEqual({ ok: true, problems: [] });
    expect(get('podman-service').found).toContain(`answers through ${client.CONTAINER_HOST}, on Debian 13`);
    expect(get('crun-wasm')).toMatchObject({ state: 'skipped', found: expect.stringContaining('podman-probe') });
  });

  it('whose system lacks crun-wasm: the probe finds it, and names where to install it', async (test) => {
    needsLab(test);
    const client = await service({ ...emptyStore('service'), LAB_WITHOUT: '/usr/bin/crun-wasm' });
    const { get, problems } = await doctor(offline, client);
    expect(problems).toEqual(['podman-probe']);
    expect(get('podman-probe').found).toContain('Podman has no crun-wasm');
    expect(get('podman-probe').fix).toEqual([
      { text: "On the machine that Podman's service runs on:" },
      { command: 'sudo apt-get install crun libwasmedge0' },
    ]);
  });
});

describe('without any engine', () => {
  it('works only for C, and names what the other languages need', async () => {
    const { ok, get, engines, summary } = await doctor(['--offline'], {
      PATH: await emptyFolder(),
      HOME: await emptyFolder(),
    });
    expect(get('podman').fix).not.toEqual([]);
    expect(get('toolchain-rust')).toMatchObject({ found: 'Rust is not installed, or cargo is not on PATH' });
    expect(get('toolchain-tinygo').found).toContain('TinyGo is not installed');
    const { works } = engines.find(({ id }) => id === 'embedded') ?? {};
    expect(ok).toBe(works);
    expect(summary).toMatch(works ? /without a container engine \(C\); for Podman, do this first/ : /do this first/);
  });

  it('--engine podman is a problem, exit code 1', async () => {
    const { ok, problems } = await doctor(offline, { PATH: await emptyFolder() });
    expect({ ok, problems }).toEqual({ ok: false, problems: ['podman'] });
  });
});

describe('with the real Docker', () => {
  let path: string;
  let missing: string | undefined;
  beforeAll(async () => {
    const found = await findDocker();
    if ('missing' in found) missing = found.missing;
    else path = found.path;
  });
  const needsDocker = ({ skip }: Pick<TestContext, 'skip'>) => missing !== undefined && skip(missing);
  const withDocker = (args: string[] = [], env: Record<string, string> = {}) =>
    doctor(['--engine', 'docker', '--offline', ...args], { PATH: path, ...env });

  /** The real docker, but for `docker info`. */
  const withInfo = async (info: object) => {
    const folder = await emptyFolder();
    const script = `[ "$1" != info ] || { echo '${JSON.stringify(info)}'; exit; }\nPATH='${path}' exec docker "$@"`;
    await standIn(folder, 'docker', script);
    return { PATH: `${folder}:${path}` };
  };

  it('all is well, and no image is left', async (test) => {
    needsDocker(test);
    const ours = ['images', '--quiet', '--filter', 'reference=*create-wasm-oci-doctor*'];
    const images = async () => (await run('docker', ours, { env: { PATH: path } })).stdout;
    const before = await images();
    const { ok, problems, get } = await withDocker();
    expect({ ok, problems }).toEqual({ ok: true, problems: [] });
    expect(get('docker-probe').state).toBe('ok');
    expect(await images()).toBe(before);
  });

  it('with a daemon that is not running', async (test) => {
    needsDocker(test);
    const { problems, get } = await withDocker([], { DOCKER_HOST: 'unix:///nowhere.sock' });
    expect(problems).toEqual(['docker-service']);
    expect(fixLines(get('docker-service').fix)[0]).toMatch(/docker (?:start|restart)|start docker/);
  });

  it('without the runtime crun-wasm (a stand-in answers docker info)', async (test) => {
    needsDocker(test);
    const containerd = [['driver-type', 'io.containerd.snapshotter.v1']];
    const env = await withInfo({ Runtimes: { 'io.containerd.wasmedge.v1': {} }, DriverStatus: containerd });
    const { problems, get } = await withDocker([], env);
    expect(problems).toEqual(['docker-runtime', 'docker-probe']);
    expect(get('docker-runtime').found).toContain('io.containerd.wasmedge.v1');
    expect(fixLines(get('docker-runtime').fix).join('\n')).toContain('"/usr/bin/crun-wasm"');
  });

  it('with the classic image store (a stand-in answers docker info)', async (test) => {
    needsDocker(test);
    const env = await withInfo({ Runtimes: { 'crun-wasm': {} }, DriverStatus: [['Backing Filesystem', 'extfs']] });
    const { get } = await withDocker([], env);
    expect(get('docker-store')).toMatchObject({ state: 'problem' });
    expect(fixLines(get('docker-store').fix).join('\n')).toContain('containerd-snapshotter');
  });

  it('with Podman under the name of docker', async (test) => {
    needsDocker(test);
    const folder = await emptyFolder();
    await standIn(folder, 'docker', 'exec podman "$@"');
    const { problems, get } = await withDocker([], { PATH: `${folder}:${path}` });
    expect(problems).toContain('docker');
    expect(get('docker').found).toContain('is Podman under that name');
  });
});

describe('with answers that only a stand-in can give', () => {
  it('a Podman older than the floor', async () => {
    const script = `case "$*" in --version) echo podman version 4.3.1 ;; *) echo '{"Client":{"Version":"4.3.1"}}' ;; esac`;
    const { problems, get } = await doctor(offline, await standIn(await emptyFolder(), 'podman', script));
    expect(problems).toContain('podman-version');
    expect(get('podman-version').found).toContain('Podman 4.3.1 is too old for WebAssembly: 4.7.0');
  });

  it('a podman machine on macOS that is not running', async () => {
    const script = `
      case "$*" in
        --version) echo podman version 5.6.0; exit ;;
        "machine list --format json") echo '[{"Name":"podman-machine-default","Default":true,"Running":false}]'; exit ;;
        "system connection list --format json") echo '[]'; exit ;;
      esac
      echo 'Cannot connect to Podman. Please verify your connection to the Linux system' >&2
      exit 125`;
    const macos = `--import=data:text/javascript,Object.defineProperty(process,'platform',{value:'darwin'})`;
    const env = { ...(await standIn(await emptyFolder(), 'podman', script)), NODE_OPTIONS: macos };
    const { problems, get } = await doctor(offline, env);
    expect(problems).toEqual(['podman-service']);
    expect(get('podman-service').fix).toEqual([{ command: 'podman machine start podman-machine-default' }]);
  });
});

describe('the command line', () => {
  it.each([
    [['--engine', 'runc'], '--engine: "runc" is not one of auto, podman, docker, nerdctl, embedded'],
    [['hello'], 'doctor takes no argument: "hello".'],
    [['--online'], "Unknown option '--online'."],
  ])('%j is refused', async (args, message) => {
    const { exitCode, stdout, stderr } = await createWasmOci(['doctor', ...args]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toContain(`error: ${message}`);
  });

  it('has a help of its own, and is in the general one', async () => {
    expect((await createWasmOci(['doctor', '--help'])).stdout).toMatch(/^Checks whether this machine .*--offline/s);
    expect((await createWasmOci(['--help'])).stdout).toMatch(/^ {2}doctor +check /m);
  });
});

describe.skipIf(process.platform !== 'linux')('Ctrl-C', () => {
  it.for(['build', 'save', 'run'])('while podman is to %s leaves no image, container or folder', async (step, test) => {
    needsLab(test);
    const store = emptyStore(`ctrl-c-${step}`);
    const folder = await emptyFolder();
    const reached = join(folder, 'reached');
    const real = `PATH='${inject('path')}' exec podman "$@"`;
    const env = await standIn(folder, 'podman', `[ "$1" != ${step} ] || touch '${reached}'\n${real}`);
    const temporary = await emptyFolder();
    const [program, script] = cli();
    const child = spawn(program, [script, 'doctor', ...offline], {
      env: environment({ ...env, ...store, TMPDIR: temporary }),
      // A process group of its own, as a terminal makes one: Ctrl-C reaches everything in it.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said = collect(child);
    await expect.poll(() => existsSync(reached), { timeout: 60_000 }).toBe(true);
    process.kill(-(child.pid ?? 0), 'SIGINT');
    const [exitCode] = await once(child, 'close');
    expect({ exitCode, ...said }).toEqual({
      exitCode: 130,
      stdout: '',
      stderr: "error: Cancelled. The probe's image and container are removed.\n",
    });
    expect(await leftIn(store)).toEqual({ images: '', containers: '' });
    expect(await readdir(temporary)).toEqual([]);
  });
});

function collect(child: ChildProcess): { stdout: string; stderr: string } {
  const said = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk) => {
    said.stdout += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    said.stderr += chunk;
  });
  return said;
}

/** What a store holds: images with those in between, containers with those of builds. */
async function leftIn(store: Record<string, string>): Promise<{ images: string; containers: string }> {
  return {
    images: await podman(['images', '--all', '--quiet'], { env: store }),
    containers: await podman(['ps', '--all', '--external', '--quiet'], { env: store }),
  };
}
