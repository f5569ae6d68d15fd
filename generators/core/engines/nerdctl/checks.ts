import { installLines } from '../../system/install.js';
import { type Finished, lastLines } from '../../system/process.js';
import { startFailure } from '../../system/process-failure.js';
import {
  absentEngine,
  type Check,
  type ChecksOf,
  failedCheck,
  notRunning,
  ok,
  once,
  probeCheck,
  problem,
  type Surroundings,
  skipped,
} from '../check.js';
import { wasmHandlers } from '../crun.js';
import { ANSWER_LIMIT } from '../explain.js';
import { diagnose } from '../known-errors.js';
import { ASK_BUILDKIT, NO_SHIMS, parseNerdctlVersion, RUNTIME } from './engine.js';
import { nerdctl } from './info.js';
import { nerdctlErrors, noBuildKit } from './symptoms.js';

/** What nerdctl says, each asked once. */
interface Facts extends Surroundings {
  version(): Promise<Finished>;
  buildKit(): Promise<Finished>;
}

/** What the doctor checks of nerdctl. */
export const checks: ChecksOf = (surroundings) => {
  const question = (...args: string[]) => surroundings.ask('nerdctl', args, ANSWER_LIMIT);
  const facts: Facts = {
    ...surroundings,
    version: once(() => question('version', '--format', 'json')),
    buildKit: once(() => question(...ASK_BUILDKIT)),
  };
  const silent = async () => {
    const asked = await facts.version();
    return notRunning('nerdctl', asked) ?? (asked.exitCode === 0 ? undefined : 'containerd does not answer');
  };
  return [
    nerdctlInstalled(facts),
    containerd(facts),
    buildKit(facts, silent),
    nerdctlRuntime(facts, silent),
    probeCheck('nerdctl-probe', silent, () => surroundings.probe(nerdctl.id)),
  ];
};

const nerdctlInstalled = ({ version, system }: Facts): Check => ({
  id: 'nerdctl',
  why: "nerdctl builds the image with BuildKit into containerd's store, as an alternative to Podman and Docker.",
  async look() {
    const asked = await version();
    if (asked.missing) return absentEngine(nerdctlErrors, system);
    const neverRan = startFailure('nerdctl', asked);
    if (neverRan) return failedCheck(neverRan);
    const found = parseNerdctlVersion(asked.stdout);
    return ok(found ? `nerdctl ${found} is installed` : 'nerdctl is on PATH, but does not report its version');
  },
});

const containerd = ({ version, system }: Facts): Check => ({
  id: 'nerdctl-containerd',
  why: 'containerd holds the images and runs them; nerdctl only asks it.',
  async look() {
    const asked = await version();
    const none = notRunning('nerdctl', asked);
    if (none) return skipped(none);
    if (asked.exitCode === 0) return ok('containerd answers');
    if (asked.timedOut)
      return problem('containerd did not answer in time', [{ command: 'nerdctl version', text: 'shows when it does' }]);
    const symptom = diagnose(nerdctlErrors, asked.stderr, 'answer');
    if (symptom) return problem(symptom.means, symptom.fix(system, nerdctlErrors, asked.stderr));
    return { ...problem(`nerdctl version failed (exit code ${asked.exitCode})`, []), output: lastLines(asked.stderr) };
  },
});

const buildKit = (facts: Facts, silent: () => Promise<string | undefined>): Check => ({
  id: 'nerdctl-buildkit',
  why: 'nerdctl build is a client of buildkitd, which is a service of its own.',
  async look() {
    const none = await silent();
    if (none) return skipped(none);
    const { stderr } = await facts.buildKit();
    if (!noBuildKit.shows.test(stderr)) return ok('BuildKit answers');
    return problem(noBuildKit.means, noBuildKit.fix(facts.system, nerdctlErrors, stderr));
  },
});

const nerdctlRuntime = ({ ask, system }: Facts, silent: () => Promise<string | undefined>): Check => ({
  id: 'nerdctl-runtime',
  why: 'containerd runs modules only through a runtime that can: crun, under the name crun-wasm.',
  async look() {
    const none = await silent();
    if (none) return skipped(none);
    const { stdout } = await ask(RUNTIME, ['--version'], ANSWER_LIMIT);
    const handlers = wasmHandlers(stdout);
    if (handlers.length > 0) return ok(`${stdout.split('\n')[0]}, built with ${handlers.join(', ')}`);
    const found = stdout === '' ? 'there is no crun-wasm on PATH' : 'crun-wasm was built without a WebAssembly handler';
    return problem(`${found} (${NO_SHIMS})`, installLines('crun-wasm', system));
  },
});
