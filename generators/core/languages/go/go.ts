import { attach, shellCodeOf } from '../../system/attach.js';
import { run } from '../../system/process.js';
import { startFailure } from '../../system/process-failure.js';
import { thisSystem } from '../../system/system.js';
import { failed, PROBE } from '../../toolchain/failed.js';
import type { LocalCompiler } from '../../toolchain/local-compiler.js';
import { noGo, oldGo } from './install.js';
import { goDebugFlags, goFlags } from './language.js';
import type { GoPlan } from './plan.js';
import { newerGoLines } from './symptoms.js';

/** The first Go that knows wasip1. Source: go.dev/doc/go1.21. */
const FIRST = 21;

/** Go: the machine's own. */
export const go: LocalCompiler<GoPlan> = {
  async find(signal) {
    const asked = await run('go', ['version'], { ...PROBE, signal });
    const [, version, minor] = /^go version go(1\.(\d+)\S*)/m.exec(asked.stdout) ?? [];
    if (!version) return { missing: startFailure('go', asked) ?? noGo(await thisSystem()) };
    if (Number(minor) < FIRST) return { missing: oldGo(version, await thisSystem()) };
    return { found: { name: 'go', version, program: 'go' } };
  },

  async compile({ directory, plan, output, debug, onLine = () => {}, signal }, { program }) {
    const env = { ...plan?.environment, GOOS: 'wasip1', GOARCH: 'wasm' };
    const args = ['build', ...(debug ? goDebugFlags(plan) : goFlags(plan)), '-o', output, plan?.package ?? '.'];
    const built = await run(program, args, { cwd: directory, env, onLine, signal });
    if (built.exitCode === 0) return;
    throw failed(built, { what: 'go build', fix: newerGoLines(built.stderr), signal });
  },

  async test({ directory, plan, runner, args, signal }) {
    const env = { ...plan?.environment, GOOS: 'wasip1', GOARCH: 'wasm' };
    const words = ['test', '-exec', runner.map(execWord).join(' '), './...', ...args];
    return shellCodeOf(await attach('go', words, { cwd: directory, env, end: signal }), signal);
  },
};

/** A word of `-exec`. Go takes quotes there, and no escapes: internal/quoted. */
function execWord(word: string): string {
  return /[\s'"]/.test(word) ? (word.includes("'") ? `"${word}"` : `'${word}'`) : word;
}
