import { join } from 'node:path';
import { ExitCode, Failure } from '../../failure.js';
import { inTemporaryFolder } from '../../files/temporary-folder.js';
import { attach, shellCodeOf } from '../../system/attach.js';
import { npmCommand } from '../../system/npm.js';
import { toolchainsFolder } from '../../system/package-root.js';
import { run } from '../../system/process.js';
import { writeText } from '../../terminal/output.js';
import { printableLine } from '../../terminal/printable.js';
import { failed } from '../../toolchain/failed.js';
import type { LocalCompiler } from '../../toolchain/local-compiler.js';
import { keepModule, keptModule, takeKept } from '../../toolchain/module-cache.js';
import type { Compiler } from '../language.js';
import { disbelieveClang, findClang } from './clang.js';
import { compileEach } from './compile-each.js';
import { C, type Dialect } from './dialect.js';
import { noClang } from './install.js';
import { clang, DEBUG_FLAGS, FLAGS, isArgumentsFile, sourcesFlags } from './language.js';
import type { CPlan, SourcesPlan } from './plan.js';
import { sourcesOf } from './sources.js';
import { STUBS_FOLDER } from './stub-files.js';
import { checkYowasp, fetchYowasp, findYowasp, YOWASP } from './yowasp.js';

function refuseArgumentsFiles(sources: readonly string[]): void {
  const path = sources.find(isArgumentsFile);
  if (path === undefined) return;
  throw new Failure(`${path} is not compiled: clang can take arguments out of another file for a name with @.`, {
    exitCode: ExitCode.notBuilt,
    fix: [{ text: 'Rename the file: @ not as the first character.' }],
  });
}

/** What the Makefile of a new project makes tests of: all but the program's own file, which the tests include. */
async function testSources(directory: string, dialect: Dialect): Promise<string[]> {
  const { sources, headers } = await sourcesOf(directory, dialect);
  const tests = headers.filter((path) => path.startsWith('test/') && dialect.own.test(path));
  if (tests.length > 0) return [...sources.filter((path) => path !== dialect.entry), ...tests];
  throw new Failure(`There is no ${dialect.title} source in ${join(directory, 'test')}.`, {
    exitCode: ExitCode.wrongInput,
    fix: [{ text: 'Put a program with a main() there that ends in abort() where a test fails.' }],
  });
}

/** The package reads the driver's commands line by line. */
function refuseLineBreaks(sources: readonly string[]): void {
  const broken = sources.find((path) => /[\r\n]/.test(path));
  if (broken === undefined) return;
  throw new Failure(`${YOWASP} cannot compile ${JSON.stringify(broken)}: its name holds a line break.`, {
    exitCode: ExitCode.notBuilt,
    fix: [{ text: 'Rename the file, or build it with --engine podman.' }],
  });
}

/** A file as clang is given it: `@x.c` would be a file of flags to it, `-x.c` a flag. */
function given(path: string): string {
  return `./${path}`;
}

/** The plan with its paths relative to the build context. */
function inDirectory(plan: SourcesPlan): SourcesPlan {
  const { workdir, sources, includes } = plan;
  if (workdir === undefined) return plan;
  const below = (path: string) => `${workdir}/${path}`;
  return { ...plan, sources: sources.map(below), includes: includes.map(below) };
}

/** C: a clang of this machine that links for WASI; else clang compiled to WebAssembly, fetched once. */
export const c: LocalCompiler<CPlan> = localClang(C, clang);

/** A clang for a dialect, with the flags that a new project of it has. */
export function localClang(
  dialect: Dialect,
  { flags: own, debugFlags = own, warnings = [] }: Pick<Compiler, 'flags' | 'debugFlags' | 'warnings'>,
): LocalCompiler<CPlan> {
  const { title, entry, libraries } = dialect;
  return {
    unfit(plan) {
      const { kind } = plan;
      if (kind === 'sources') return undefined;
      // The sources do not compile without a header that the build system writes.
      const withoutIt = !('configures' in plan && plan.configures);
      return new Failure(
        `The embedded engine compiles ${title} files by itself, and this project is built by ${kind}.`,
        {
          exitCode: ExitCode.notBuilt,
          fix: [
            { text: 'Build it with --engine podman or --engine docker.' },
            ...(withoutIt ? [{ text: 'Or ignore its build files: --build-system sources' }] : []),
          ],
        },
      );
    },

    async find(signal) {
      const here = await findClang(dialect, signal);
      if (here) return { found: here };
      const yowasp = await findYowasp();
      if (yowasp.download === undefined || npmCommand()) return { found: yowasp };
      return { missing: noClang() };
    },

    async compile(job, found) {
      const {
        directory: folder,
        context,
        plan,
        output,
        debug,
        workFolder,
        onLine = () => {},
        onNote = onLine,
        signal,
      } = job;
      // What a source includes may be anywhere in the context.
      const directory = context ?? folder;
      const chosen = plan?.kind === 'sources' ? inDirectory(plan) : undefined;
      const { sources, headers } = await sourcesOf(directory, dialect, chosen?.sources);
      if (sources.length === 0) {
        throw new Failure(`There is no ${title} source to compile in ${join(directory, 'src')}.`, {
          exitCode: ExitCode.notBuilt,
          fix: [{ text: `Put the program into ${entry}.` }],
        });
      }
      refuseArgumentsFiles(sources);
      const flags = chosen
        ? sourcesFlags(chosen, dialect, STUBS_FOLDER, debug ? DEBUG_FLAGS : FLAGS)
        : [...(debug ? debugFlags : own), ...warnings];
      if (found.name !== YOWASP) {
        const work = { directory, env: plan?.environment, onLine, signal };
        const args = [...flags, ...libraries, '-o', output, ...sources.map(given)];
        const built = workFolder
          ? await compileEach({ ...work, clang: found, sources, headers, flags, libraries, output, folder: workFolder })
          : await run(found.program, args, { ...work, cwd: directory });
        if (built.exitCode === 0) return;
        await disbelieveClang(dialect);
        throw failed(built, { what: 'clang', signal });
      }
      if (found.download !== undefined) await fetchYowasp({ onLine, onNote, signal });
      refuseLineBreaks(sources);
      // This clang sees the files it is given and its own package, so the same files make the same module.
      const compiler = `${YOWASP} ${found.version}`;
      const files = [...sources, ...headers];
      const kept = await keptModule({ compiler, args: [...sources, '--', ...flags, ...libraries], directory, files });
      if (await takeKept(kept, output)) return;
      await checkYowasp({ onLine, onNote, signal });
      const script = join(toolchainsFolder, 'clang/clang.mjs');
      const args = [script, found.program, output, ...sources, '--', ...headers, '--', ...flags, ...libraries];
      const built = await run(process.execPath, args, { cwd: directory, onLine, signal });
      if (built.exitCode !== 0) throw failed(built, { what: 'clang', signal });
      // A warning must be seen in every build.
      if (`${built.stdout}${built.stderr}` === '') await keepModule(output, kept);
    },

    async test({ directory, runner, args, onNote, signal, ...job }, found) {
      const sources = await testSources(directory, dialect);
      const plan: CPlan = { kind: 'sources', sources, patterns: [], includes: [], flags: warnings };
      return inTemporaryFolder('tests', async (folder) => {
        const output = join(folder, 'test.wasm');
        const show = (line: string) => writeText(process.stderr, `${printableLine(line)}\n`);
        await this.compile({ ...job, directory, plan, output, onLine: show, onNote, signal }, found);
        const [program, ...before] = runner;
        return shellCodeOf(
          await attach(program, [...before, output, ...args], { cwd: directory, end: signal }),
          signal,
        );
      });
    },
  };
}
