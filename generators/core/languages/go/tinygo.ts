import { join } from 'node:path';
import type { Fix } from '../../failure.js';
import { inTemporaryFolder } from '../../files/temporary-folder.js';
import { attach, shellCodeOf } from '../../system/attach.js';
import { installLines } from '../../system/install.js';
import { run } from '../../system/process.js';
import { startFailure } from '../../system/process-failure.js';
import { thisSystem } from '../../system/system.js';
import { failed, PROBE } from '../../toolchain/failed.js';
import type { LocalCompiler } from '../../toolchain/local-compiler.js';
import { noTinygo, unfitGo } from './install.js';
import { tinygoFlags } from './language.js';
import type { GoPlan } from './plan.js';
import { NOT_IN_TINYGO, newerGoLines, notInTinygoLines } from './symptoms.js';

/** TinyGo: the machine's own. */
export const tinygo: LocalCompiler<GoPlan> = {
  async find(signal) {
    // Its version it tells without the Go that it compiles with; of a target it tells nothing without a Go that fits.
    const limits = { ...PROBE, signal };
    const [asked, tried] = await Promise.all([
      run('tinygo', ['version'], limits),
      run('tinygo', ['info', '-target=wasip1'], limits),
    ]);
    const version = /^tinygo version (\S+)/m.exec(asked.stdout)?.[1];
    if (!version) return { missing: startFailure('tinygo', asked) ?? noTinygo(await thisSystem()) };
    const unfit = unfitGo(tried.stderr, await thisSystem());
    if (unfit) return { missing: unfit };
    return { found: { name: 'tinygo', version, program: 'tinygo' } };
  },

  async compile({ directory, plan, output, debug, onLine = () => {}, signal }, { program }) {
    const env = environmentOf(plan);
    const args = [
      'build',
      ...tinygoFlags(plan).filter((flag) => !debug || flag !== '-no-debug'),
      '-o',
      output,
      plan?.package ?? '.',
    ];
    const built = await run(program, args, { cwd: directory, env, onLine, signal });
    if (built.exitCode === 0) return;
    throw failed(built, { what: 'tinygo build', fix: await tinygoFixes(built.stderr), signal });
  },

  async test({ directory, plan, runner, args, signal }, { program }) {
    return inTemporaryFolder('tests', async (folder) => {
      const output = join(folder, 'test.wasm');
      // By itself, it runs them with wasmtime, which is one more program to install.
      const words = ['test', ...tinygoFlags(plan), '-c', '-o', output, plan?.package ?? '.'];
      const built = await run(program, words, { cwd: directory, env: environmentOf(plan), signal });
      if (built.exitCode !== 0)
        throw failed(built, { what: 'tinygo test', fix: await tinygoFixes(built.stderr), signal });
      const [node, ...before] = runner;
      const ended = await attach(node, [...before, output, ...args.map(testFlag)], { cwd: directory, end: signal });
      return shellCodeOf(ended, signal);
    });
  },
};

/** The user's variables. A .git folder of another user, or a broken one, would stop a build. */
function environmentOf(plan: GoPlan | undefined): Record<string, string> {
  const own = plan?.environment ?? {};
  return { ...own, GOFLAGS: [own.GOFLAGS ?? process.env.GOFLAGS, '-buildvcs=false'].filter(Boolean).join(' ') };
}

/** A flag of `go test` as the tests' own program takes it: `-run` is `-test.run`. Source: go help testflag. */
function testFlag(word: string): string {
  return word.replace(/^--?(?=[a-z])(?!test\.)/, '-test.');
}

/** What fixes the errors that only a build shows. The Go on PATH was found to fit, so go.mod asks for another one. */
async function tinygoFixes(said: string): Promise<Fix[]> {
  const [, takes] = /requires go version (.*?), got/.exec(said) ?? [];
  if (takes) return [{ text: `Lower the line "go" of go.mod: this TinyGo takes Go ${takes}.` }];
  if (NOT_IN_TINYGO.test(said)) return notInTinygoLines();
  // TinyGo's own downloads have it; some packages of TinyGo come without.
  if (/could not find wasm-opt|no usable wasm-opt/.test(said)) return installLines('wasm-opt', await thisSystem());
  return newerGoLines(said);
}
