import type { Fix } from '../../failure.js';
import { installLines } from '../../system/install.js';
import { type Finished, lastLines } from '../../system/process.js';
import type { System } from '../../system/system.js';
import { type Check, type Finding, ok, problem, skipped, warning } from '../check.js';
import { wasmHandlers } from '../crun.js';
import { diagnose } from '../known-errors.js';
import { noPodman, type PodmanFacts } from './facts.js';
import { type OciRuntime, type PodmanInfo, parsePodmanInfo } from './podman-info.js';
import { podmanErrors } from './symptoms.js';

/** Where crun-wasm is for Podman, and what its `--version` prints; or why neither is known. */
type RuntimeSearch = { runtime: OciRuntime } | { broken: string } | { missing: true } | { unknown: string };

/** Podman finds crun-wasm. */
export const crunWasm = (facts: PodmanFacts): Check => ({
  id: 'crun-wasm',
  why: 'Podman runs images for wasi/wasm with the runtime crun-wasm, and looks for it on the system it runs on.',
  async look() {
    const search = await searchFor(facts);
    if ('unknown' in search) return skipped(search.unknown);
    if ('runtime' in search) return ok(`${search.runtime.path}, ${firstLine(search.runtime.version)}`);
    const system = await facts.containerSystem();
    if ('broken' in search) {
      return problem(
        `crun-wasm is installed, but does not answer: ${search.broken}`,
        installLines('crun-wasm', system),
      );
    }
    const probed = await facts.probed();
    if (probed.works) {
      return warning(
        'there is no crun-wasm, but Podman ran a module: containers.conf names another runtime for wasi/wasm',
        [{ command: 'podman system info', text: 'shows the runtime; nothing to do' }],
      );
    }
    return notFound(await facts.info(), system);
  },
});

/** Podman has no crun-wasm. Where its crun has the handler already, only the name is missing. */
export function notFound(info: PodmanInfo | undefined, system: System): Finding {
  const crun = info?.runtime;
  const able = crun?.name === 'crun' && wasmHandlers(crun.version).length > 0 && system.machine === undefined;
  const link: Fix[] =
    able && !system.distribution.includes('fedora')
      ? [{ command: `sudo ln -s ${crun.path} /usr/local/bin/crun-wasm` }]
      : [];
  // Ubuntu's lines end in the same link.
  const install = installLines('crun-wasm', system).filter(
    ({ command }) => command === undefined || command !== link[0]?.command,
  );
  return problem('Podman finds no crun-wasm', [...link, ...install]);
}

/** That crun can run modules at all. */
export const wasmHandler = (facts: PodmanFacts): Check => ({
  id: 'wasm-handler',
  why: 'Only a crun that was built with a WebAssembly handler runs modules; any other fails with "Exec format error".',
  async look() {
    const search = await searchFor(facts);
    if ('unknown' in search) return skipped(search.unknown);
    if (!('runtime' in search)) return skipped('there is no crun-wasm that answers');
    const { path, version } = search.runtime;
    const handlers = wasmHandlers(version);
    if (handlers.length > 0) return ok(`built with ${handlers.join(', ')} (+WASM:${handlers.join(',')})`);
    return problem(
      `${path} (${firstLine(version)}) was built without a WebAssembly handler: its --version lists no +WASM:`,
      installLines('crun-wasm', await facts.containerSystem()),
    );
  },
});

/** The library that the handler loads is there. crun loads it when a module starts, so the probe tells. */
export const handlerLibrary = (facts: PodmanFacts): Check => ({
  id: 'handler-library',
  why: 'crun loads the library of its handler (libwasmedge.so.0) when a module starts; packages often only suggest it.',
  async look() {
    const silent = await noPodman(facts);
    if (silent) return skipped(silent);
    const probe = await facts.probed();
    if (probe.works) return ok('it was loaded: the probe ran');
    const output = probe.why.output.join('\n');
    const symptom = diagnose(podmanErrors, output, 'run');
    if (symptom?.id !== 'no-wasmedge' && symptom?.id !== 'broken-wasmedge') {
      return skipped('the probe did not come as far as loading it');
    }
    return problem(symptom.means, symptom.fix(await facts.containerSystem(), podmanErrors, output));
  },
});

/** Podman is asked where it finds crun-wasm; in a podman machine its shell is; another service tells only by running. */
async function searchFor(facts: PodmanFacts): Promise<RuntimeSearch> {
  const info = await facts.info();
  if (!info) return { unknown: (await noPodman(facts)) ?? '' };
  if (!info.remote) return foundBy(await facts.runtime());
  const machine = await facts.machine();
  if (!machine) return { unknown: 'only the service itself knows: see podman-probe' };
  return foundIn(await facts.inMachine(machine.name, 'command -v crun-wasm && crun-wasm --version'));
}

/** What `podman --runtime crun-wasm info` says. */
export function foundBy(asked: Finished): RuntimeSearch {
  const info = parsePodmanInfo(asked.stdout);
  if (info?.runtime) return { runtime: info.runtime };
  if (info) return { broken: lastLines(asked.stderr).at(-1) ?? '' };
  // 5.4: default OCI runtime "crun-wasm" not found
  if (/OCI runtime .*crun-wasm.* (?:not found|is not available)/.test(asked.stderr)) return { missing: true };
  return { unknown: `Podman does not report it: ${lastLines(asked.stderr).at(-1) ?? ''}` };
}

/** What `command -v crun-wasm && crun-wasm --version` says in a machine. */
export function foundIn({ exitCode, stdout, stderr }: Finished): RuntimeSearch {
  const [path = '', ...version] = stdout.trim().split(/\r?\n/);
  if (exitCode === 0 && path !== '') return { runtime: { name: 'crun-wasm', path, version: version.join('\n') } };
  if (path !== '') return { broken: lastLines(stderr).at(-1) ?? '' };
  // ssh itself ends with 255 when it does not get in.
  return exitCode === 1 || exitCode === 127
    ? { missing: true }
    : { unknown: `the podman machine does not report it: ${lastLines(stderr).at(-1) ?? ''}` };
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? '';
}
