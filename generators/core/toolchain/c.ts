import { join } from 'node:path';
import { ExitCode, Failure } from '../failure.js';
import { npmCommand } from '../host/npm.js';
import { run } from '../host/process.js';
import { c as language, sourcesFlags } from '../languages/c.js';
import { toolchainsFolder } from '../package-root.js';
import { disbelieveClang, findClang } from './clang.js';
import type { Compiler } from './compiler.js';
import { noClang } from './install.js';
import { keepModule, keptModule, takeKept } from './kept-modules.js';
import { failed } from './outcome.js';
import { sourcesOf } from './sources.js';
import { fetchYowasp, findYowasp, YOWASP } from './yowasp.js';

/** C: a clang of this machine that links for WASI; else clang compiled to WebAssembly, fetched once. */
export const c: Compiler = {
  async find(signal) {
    const clang = await findClang(signal);
    if (clang) return { found: clang };
    const yowasp = await findYowasp();
    if (yowasp.download === undefined || npmCommand()) return { found: yowasp };
    return { missing: noClang() };
  },

  async compile({ directory, program, output, onLine = () => {}, onNote = onLine, signal }, found) {
    const own = program?.kind === 'sources' ? program : undefined;
    const { sources, headers } = await sourcesOf(directory, own?.sources);
    if (sources.length === 0) {
      throw new Failure(`There is no C source to compile in ${join(directory, 'src')}.`, {
        exitCode: ExitCode.notBuilt,
        fix: ['Put the program into src/main.c.'],
      });
    }
    const flags = own ? sourcesFlags(own) : [...language.flags, ...language.warnings];
    if (found.name !== YOWASP) {
      const args = [...flags, '-o', output, ...sources];
      const built = await run(found.program, args, { cwd: directory, onLine, signal });
      if (built.exitCode === 0) return;
      await disbelieveClang();
      throw failed(built, { what: 'clang', signal });
    }
    if (found.download !== undefined) await fetchYowasp({ onLine, onNote, signal });
    // This clang sees the files it is given and its own package, so the same files make the same module.
    const compiler = `${YOWASP} ${found.version}`;
    const files = [...sources, ...headers];
    const kept = await keptModule({ compiler, args: [...sources, '--', ...flags], directory, files });
    if (await takeKept(kept, output)) return;
    const script = join(toolchainsFolder, 'clang/clang.mjs');
    const args = [script, found.program, output, ...sources, '--', ...headers, '--', ...flags];
    const built = await run(process.execPath, args, { cwd: directory, onLine, signal });
    if (built.exitCode !== 0) throw failed(built, { what: 'clang', signal });
    // A warning is to be seen in every build.
    if (`${built.stdout}${built.stderr}` === '') await keepModule(output, kept);
  },
};
