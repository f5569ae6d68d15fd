import { describe, expect, it } from 'vitest';
import { type CheckResult, examineMachine } from '../../../generators/commands/doctor/examine.js';
import { summaryOf } from '../../../generators/commands/doctor/summary.js';
import type { ProbeOutcome } from '../../../generators/core/engines/check.js';
import type { EngineChoice } from '../../../generators/core/engines/engines.js';
import { ExitCode, Failure } from '../../../generators/core/failure.js';
import { linuxOf, type System } from '../../../generators/core/system/system.js';
import { fixLines, reads } from '../../support/fixes.js';
import { CONF, crun, local, machineRuns, machineSilent, WHERE } from './machines.js';
import { type Answers, type Captured, surroundingsOf } from './support.js';

const mac: System = { platform: 'darwin', distribution: [] };
const windows: System = { platform: 'win32', distribution: [] };
const ubuntu = linuxOf('ID=ubuntu\nID_LIKE=debian\nVERSION_ID="24.04"\n', '6.8.0-60-generic');

async function doctor(captured: Captured, engine: EngineChoice = 'podman') {
  const examination = await examineMachine(surroundingsOf(captured), engine);
  const byId = new Map(examination.results.map((result) => [result.id, result]));
  const get = (id: string): CheckResult => byId.get(id) ?? expect.fail(`no check ${id}`);
  return { ...examination, summary: summaryOf(examination), get };
}

/** What the probe comes to where crun is not right. */
const fails = (message: string, output: string): ProbeOutcome => ({
  works: false,
  why: new Failure(message, { exitCode: ExitCode.notBuilt, output: [output] }),
});
const noRuntime = fails(
  'Podman has no crun-wasm.',
  'Error: requested OCI runtime crun-wasm is not available: invalid argument',
);

describe('macOS', () => {
  it('with a running machine of Podman 5.6 is all well', async () => {
    const { ok, results, summary, get } = await doctor({ system: mac, answers: machineRuns('coreos', '5.6.0') });
    expect(ok).toBe(true);
    expect(results.filter(({ state }) => state !== 'ok').map(({ id }) => id)).toEqual(['podman-images']);
    expect(get('podman-service').found).toBe(
      'Podman 5.6.0 answers through the connection podman-machine-default, on Fedora 41 (coreos)',
    );
    expect(get('crun-wasm').found).toBe('/usr/bin/crun-wasm, crun version 1.19.1');
    expect(summary).toBe('Building and running works with Podman; nothing to do.');
  });

  it.each([
    [
      'stopped',
      'the podman machine podman-machine-default is not running',
      'podman machine start podman-machine-default',
    ],
    ['none', 'there is no podman machine', 'podman machine init --now'],
    [
      'running',
      'the podman machine podman-machine-default runs, but Podman in it does not answer',
      'podman machine stop',
    ],
  ] as const)('with a machine that is silent (%s) names it, and asks nothing more', async (state, found, fix) => {
    const { ok, get, results, summary } = await doctor({ system: mac, answers: machineSilent(state) });
    expect(ok).toBe(false);
    expect(get('podman')).toMatchObject({ state: 'ok', found: 'Podman 5.6.0 is installed' });
    expect(get('podman-service')).toMatchObject({ state: 'problem', found });
    expect(fixLines(get('podman-service').fix)[0]).toContain(fix);
    expect(summary).toContain(fix);
    expect(results.filter((result) => result.state === 'problem')).toHaveLength(1);
  });

  it('with a machine older than 4.8 advises a new machine', async () => {
    const { get } = await doctor({ system: mac, answers: machineRuns('coreos', '4.8.0', '4.7.2') });
    expect(get('podman-version')).toMatchObject({ state: 'problem' });
    expect(get('podman-version').found).toContain('The Podman service is 4.7.2, too old for WebAssembly: 4.8.0');
    expect(fixLines(get('podman-version').fix)).toContain('podman machine init --now wasm');
  });

  it('with a machine below 5.6 warns of the two bugs, and still works', async () => {
    const { ok, get, summary } = await doctor({ system: mac, answers: machineRuns('coreos', '5.4.2') });
    expect(ok).toBe(true);
    expect(get('podman-version')).toMatchObject({ state: 'warning' });
    expect(get('podman-version').found).toMatch(/poisons its layer cache.*variant/);
    expect(summary).toContain('nothing to do');
  });

  it('with a machine that lost crun-wasm asks in the machine, where packages are layers', async () => {
    const answers = { ...machineRuns('coreos', '5.6.0'), [WHERE]: { exitCode: 1 } };
    const { ok, get } = await doctor({ system: mac, answers, probe: noRuntime });
    expect(ok).toBe(false);
    expect(get('crun-wasm')).toMatchObject({ state: 'problem', found: 'Podman finds no crun-wasm' });
    expect(get('crun-wasm').fix).toEqual([
      { command: 'podman machine ssh podman-machine-default sudo rpm-ostree install crun-wasm wasmedge-rt' },
      { command: 'podman machine stop podman-machine-default' },
      { command: 'podman machine start podman-machine-default' },
      { text: 'Or make a machine with a newer image, which has it:' },
      // applehv runs one machine at a time.
      { command: 'podman machine stop podman-machine-default' },
      { command: 'podman machine init --now wasm' },
      { command: 'podman system connection default wasm' },
    ]);
  });

  it('with a mistake in the machine names its file and line', async () => {
    const printed =
      '/etc/containers/containers.conf:1:[engine]\n/etc/containers/containers.conf:2:runtime_supports_nocgroups = ["crun"]\n';
    const answers = { ...machineRuns('coreos', '5.6.0'), [CONF]: { stdout: printed } };
    const { get } = await doctor({ system: mac, answers });
    expect(get('containers-conf')).toMatchObject({
      state: 'warning',
      fix: [{ text: '/etc/containers/containers.conf line 2: Write runtime_supports_nocgroup, without the s.' }],
    });
  });

  it('without Podman works with only clang and Node, and says how to install Podman', async () => {
    const { ok, get, summary } = await doctor({ system: mac, installed: [] }, 'auto');
    expect(ok).toBe(true);
    expect(get('podman')).toMatchObject({ state: 'skipped', found: 'Podman is not installed, or not on PATH' });
    expect(summary).toMatch(
      /^Building and running works without a container engine \(Rust, C, C\+\+, TinyGo and Go\); for Podman, do this first: brew install podman/,
    );
  });
});

describe('Windows', () => {
  it('with a WSL machine that lacks crun-wasm installs it there with dnf', async () => {
    const answers = { ...machineRuns('wsl', '5.6.0'), [WHERE]: { exitCode: 1 } };
    const { get } = await doctor({ system: windows, answers, probe: noRuntime });
    expect(get('podman-service').found).toContain('on Fedora 41 (container) in WSL');
    expect(get('crun-wasm').fix).toEqual([
      { command: 'podman machine ssh podman-machine-default sudo dnf install -y crun-wasm wasmedge-rt' },
    ]);
  });

  it('takes 4.7 and refuses 4.6', async () => {
    const old = await doctor({ system: windows, answers: machineRuns('wsl', '4.7.0', '4.6.2') });
    expect(old.get('podman-version')).toMatchObject({ state: 'problem' });
    const floor = await doctor({ system: windows, answers: machineRuns('wsl', '4.7.0') });
    expect(floor.get('podman-version')).toMatchObject({ state: 'warning' });
  });
});

describe('Linux', () => {
  const noble = { distribution: 'ubuntu', version: '24.04' };

  it('Ubuntu 24.04: crun has the handler, the name and a sound library are missing', async () => {
    const answers = local('4.9.3', noble, { plain: crun.fedora });
    const { get } = await doctor({ system: ubuntu, answers, probe: noRuntime });
    expect(get('crun-wasm').fix).toEqual([
      { command: 'sudo ln -s /usr/bin/crun /usr/local/bin/crun-wasm' },
      reads(
        expect.stringMatching(
          /^curl -fLo wasmedge\.tar\.gz https:\/\/github\.com\/WasmEdge\/WasmEdge\/releases\/download\/[\d.]+\//,
        ),
      ),
      reads(expect.stringMatching(/^sudo tar -xzf wasmedge\.tar\.gz -C \/usr\/local .* && sudo ldconfig$/)),
    ]);
  });

  it("Ubuntu 24.04: its own libwasmedge0 is broken, and WasmEdge's release is named", async () => {
    const answers = local('4.9.3', noble, { crunWasm: crun.fedora });
    const probe = fails(
      "crun-wasm is installed, but the system's libwasmedge0 is broken.",
      'Error: crun-wasm: could not load `libwasmedge.so.0`: `/lib/x86_64-linux-gnu/libwasmedge.so.0: undefined symbol: _ZTIN4llvm, version LLVM_18, libLLVM-18.so`',
    );
    const { get } = await doctor({ system: ubuntu, answers, probe });
    expect(get('handler-library')).toMatchObject({ state: 'problem', found: expect.stringContaining('is broken') });
    expect(fixLines(get('handler-library').fix)[1]).toMatch(/^sudo tar -xzf wasmedge\.tar\.gz/);
  });

  it("Debian sid: crun-wasm is there, without a handler, and Debian 13's is named", async () => {
    const sid = { distribution: 'debian', version: 'unknown' };
    const answers = local('5.7.1', sid, { crunWasm: crun.plain, plain: crun.plain });
    const probe = fails(
      'crun-wasm has no handler.',
      'Error: crun: exec container process `/probe.wasm`: Exec format error',
    );
    const { get } = await doctor({ system: linuxOf('ID=debian\n', '6.16.0'), answers, probe });
    expect(get('crun-wasm')).toMatchObject({ state: 'ok', found: '/usr/bin/crun-wasm, crun version 1.28' });
    expect(get('wasm-handler')).toMatchObject({ state: 'problem' });
    expect(fixLines(get('wasm-handler').fix).join('\n')).toContain('crun/trixie libwasmedge0');
    expect(get('handler-library').state).toBe('skipped');
  });

  it('Fedora: the package', async () => {
    const answers = local('5.6.0', { distribution: 'fedora', version: '42' }, { plain: crun.fedora });
    const { get } = await doctor({
      system: linuxOf('ID=fedora\nVERSION_ID=42\n', '6.14.0'),
      answers,
      probe: noRuntime,
    });
    expect(get('crun-wasm').fix).toEqual([{ command: 'sudo dnf install crun-wasm wasmedge-rt' }]);
  });

  it('another runtime in platform_to_oci_runtime is no problem when it works', async () => {
    const answers = local('5.6.0', noble, { plain: crun.fedora });
    const { ok, get } = await doctor({ system: ubuntu, answers });
    expect(ok).toBe(true);
    expect(get('crun-wasm')).toMatchObject({ state: 'warning' });
  });

  it('a crun-wasm that does not answer is there, but broken', async () => {
    const answers = local('5.6.0', noble, { plain: crun.fedora });
    const broken = {
      stdout: JSON.stringify({
        host: { distribution: noble, kernel: '6.8.0', serviceIsRemote: false, ociRuntime: null },
        version: { Version: '5.6.0' },
      }),
      stderr:
        'time="2026-11-23T16:01:31Z" level=error msg="Getting info on OCI runtime crun-wasm: getting version of OCI runtime crun-wasm: `/usr/bin/crun-wasm --version` failed: not found (exit status 127)"\n',
    };
    const { get } = await doctor({
      system: ubuntu,
      answers: { ...answers, 'podman --runtime crun-wasm info --format json': broken },
      probe: noRuntime,
    });
    expect(get('crun-wasm')).toMatchObject({ state: 'problem', found: expect.stringContaining('exit status 127') });
    expect(get('wasm-handler').state).toBe('skipped');
  });

  it('with a service elsewhere that lacks crun-wasm, only the probe tells, and the fix says where it belongs', async () => {
    const { [WHERE]: _, ...answers } = machineRuns('coreos', '5.6.0');
    const env = { CONTAINER_HOST: 'ssh://ada@build.example/run/user/1000/podman/podman.sock' };
    const probe = fails('x', 'could not load `libwasmedge.so.0`: `libwasmedge.so.0: cannot open shared object file`');
    const { get } = await doctor({ system: ubuntu, env, answers, probe });
    expect(get('podman-service').found).toContain('answers through ssh://ada@build.example');
    expect(get('crun-wasm')).toMatchObject({ state: 'skipped', found: expect.stringContaining('see podman-probe') });
    expect(fixLines(get('handler-library').fix)[0]).toBe("On the machine that Podman's service runs on:");
  });

  it('a user configuration with a misspelt setting', async () => {
    const answers = local('5.6.0', noble, { crunWasm: crun.fedora });
    const path = '/home/ada/.config/containers/containers.conf';
    const { get } = await doctor({
      system: ubuntu,
      answers,
      files: { [path]: '[engine]\nruntime_supports_nocgroups = []\n' },
    });
    expect(get('containers-conf')).toMatchObject({
      state: 'warning',
      fix: [reads(expect.stringContaining(`${path} line 2`))],
    });
  });
});

describe('builder images', () => {
  const registry = 'podman manifest inspect ghcr.io/webassembly/wasi-sdk:wasi-sdk-33';
  const stored = 'podman image exists ghcr.io/webassembly/wasi-sdk:wasi-sdk-33';
  const answers = local('5.6.0', { distribution: 'ubuntu', version: '26.04' }, { crunWasm: crun.fedora });
  const refused = {
    exitCode: 125,
    stderr:
      'Error: reading image "docker://ghcr.io/webassembly/wasi-sdk:wasi-sdk-33": pinging container registry ghcr.io: Get "https://ghcr.io/v2/": dial tcp: lookup ghcr.io on 10.0.0.1:53: no such host\n',
  };

  it.each<[string, Answers, string, boolean, string]>([
    ['are there', { [registry]: {} }, 'ok', true, 'there for C'],
    ['cannot be reached', { [registry]: refused }, 'problem', false, 'cannot be reached'],
    ['were pulled before', { [registry]: refused, [stored]: {} }, 'warning', true, 'a copy was pulled before'],
    [
      'take too long',
      { [registry]: { timedOut: true, exitCode: 143 } },
      'problem',
      false,
      'no answer within 10 seconds',
    ],
  ])('that %s', async (_, more, state, works, found) => {
    const { ok, get } = await doctor({ system: ubuntu, answers: { ...answers, ...more }, offline: false });
    expect(get('podman-images')).toMatchObject({ state, found: expect.stringContaining(found) });
    expect(ok).toBe(works);
  });
});

describe('no engine', () => {
  it('and no compiler: the first thing to do is named', async () => {
    const missing = new Failure('No clang that builds for WASI is here.', {
      exitCode: 3,
      fix: [{ text: 'Put npm on PATH.' }],
    });
    const captured = { system: ubuntu, installed: [], toolchain: { missing } };
    const { ok, get, summary } = await doctor(captured, 'auto');
    expect(ok).toBe(false);
    expect(get('podman').state).toBe('problem');
    expect(get('embedded-probe')).toMatchObject({ state: 'problem' });
    expect(summary).toBe('Building and running does not work here yet; do this first: sudo apt-get install podman');
  });

  it('asked for by name, the missing one is a problem', async () => {
    const { ok, get } = await doctor({ system: mac, installed: [] }, 'docker');
    expect(ok).toBe(false);
    expect(get('docker')).toMatchObject({
      state: 'problem',
      fix: [{ text: 'Install a current Docker Desktop from docker.com.' }],
    });
  });
});
