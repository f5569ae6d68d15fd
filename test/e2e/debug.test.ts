import { createReadStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { readOciArchive } from '../../generators/core/oci/oci.js';
import { findProgram } from '../../generators/core/system/find-program.js';
import { withCompilers } from './support/compilers.js';
import { createWasmOci, emptyFolder, environment, podman, run, untag } from './support/run.js';

async function projectIn(language: string): Promise<{ project: string; image: string; name: string }> {
  const name = `debugged-${language}`;
  const project = join(await emptyFolder(), name);
  await createWasmOci([project, '--language', language, '--yes', '--no-build']);
  const image = `localhost/${name}:latest`;
  onTestFinished(() => untag(image));
  return { project, image, name };
}

/** The module of an image in Podman's store. */
async function moduleOf(image: string, name: string): Promise<Buffer> {
  const container = (await podman(['create', '--platform', 'wasi/wasm', image])).trim();
  const file = join(await emptyFolder(), 'module.wasm');
  await podman(['cp', `${container}:/${name}.wasm`, file]);
  await podman(['rm', container]);
  return readFile(file);
}

/** Whether a module has DWARF, and names of functions. */
function debugged(bytes: Uint8Array) {
  const module = new WebAssembly.Module(new Uint8Array(bytes));
  const has = (name: string) => WebAssembly.Module.customSections(module, name).length > 0;
  return { lines: has('.debug_line'), names: has('name') };
}

/** Where in a module the contents of its code section begin: addresses of DWARF count from there. */
function codeStart(bytes: Buffer): number {
  for (let at = 8; at < bytes.length; ) {
    const id = bytes[at++];
    let size = 0;
    for (let shift = 0, more = true; more; shift += 7) {
      const byte = bytes[at++] ?? 0;
      size |= (byte & 0x7f) << shift;
      more = byte > 0x7f;
    }
    if (id === 10) return at;
    at += size;
  }
  throw new Error('no code section');
}

const TRAPS = {
  c: {
    file: 'src/main.c',
    text: '#include <stdio.h>\n#include <stdlib.h>\n\nstatic void third(int n) {\n  if (n > 0) abort();\n}\n\nint main(void) {\n  puts("start");\n  fflush(stdout);\n  third(1);\n}\n',
    line: /third\S*\n\S*src\/main\.c:5:/,
  },
  rust: {
    file: 'src/main.rs',
    text: 'fn third(n: usize) -> u8 {\n    [1, 2][n]\n}\n\nfn main() {\n    println!("{}", third(std::env::args().count() + 1));\n}\n',
    line: /third\S*\n\S*src\/main\.rs:2:/,
  },
} as const;

it.each(['c', 'rust'] as const)(
  '--debug keeps lines and names of a program in %s, and the address of a trap leads to its line',
  async (language) => {
    const { project, image, name } = await projectIn(language);
    const { file, text, line } = TRAPS[language];
    await writeFile(join(project, file), text);
    const built = await createWasmOci(['build', '--engine', 'podman', '--debug'], { cwd: project });
    expect(built, built.stderr).toMatchObject({ exitCode: 0, stdout: `${image}\n` });
    const module = await moduleOf(image, name);
    expect(debugged(module)).toEqual({ lines: true, names: true });
    if (language === 'c') {
      const byHand = async (more: string[]) => {
        await podman(['build', '--platform=wasi/wasm', ...more, '-t', image, '.'], { cwd: project });
        return moduleOf(image, name);
      };
      expect((await byHand(['--build-arg', 'PROFILE=debug'])).equals(module)).toBe(true);
      expect(debugged(await byHand([]))).toEqual({ lines: false, names: false });
    }

    const path = join(await emptyFolder(), 'module.wasm');
    await writeFile(path, module);
    const program = `const { WASI } = require('node:wasi');
      const wasi = new WASI({ version: 'preview1', args: ['x'] });
      WebAssembly.instantiate(require('node:fs').readFileSync(process.argv[1]), wasi.getImportObject())
        .then(({ instance }) => wasi.start(instance)).catch(({ stack }) => console.log(stack));`;
    const { stdout: stack } = await run(process.execPath, ['--no-warnings', '-e', program, path]);
    const [, address] = /third\w*\b.*:(0x[0-9a-f]+)\)/.exec(stack) ?? [];
    expect(address, stack).toBeDefined();
    const env = await withCompilers();
    const symbolizer = ['llvm-symbolizer', 'llvm-symbolizer-19']
      .map((one) => findProgram(one, environment(env)).path)
      .find((found) => found !== undefined);
    if (symbolizer === undefined) return console.log('there is no llvm-symbolizer on PATH: the line was not looked up');
    const at = `0x${(Number(address) - codeStart(module)).toString(16)}`;
    const { stdout } = await run(symbolizer, [`--obj=${path}`, at], { env });
    expect(stdout).toMatch(line);
  },
);

it('without a container, --debug keeps them, too: C, C++, Rust and Go', async () => {
  const env = await withCompilers();
  for (const language of ['c', 'cpp', 'rust', 'go']) {
    const { project, name } = await projectIn(language);
    const built = await createWasmOci(['build', '--engine', 'embedded', '--debug'], { cwd: project, env });
    if (built.exitCode === 3 && /is not|not on PATH/.test(built.stderr)) {
      console.log(`${language}: ${built.stderr.trim()}`);
      continue;
    }
    expect(built.exitCode, built.stderr).toBe(0);
    const { program } = await readOciArchive(createReadStream(join(project, `${name}.oci.tar`)));
    // Go writes no DWARF for WebAssembly.
    expect({ language, ...debugged(program ?? new Uint8Array()) }).toEqual({
      language,
      lines: language !== 'go',
      names: true,
    });
  }
});

it('a Containerfile that takes no PROFILE is refused, with the line that adds it', async () => {
  const { project } = await projectIn('c');
  const file = join(project, 'Containerfile');
  await writeFile(file, (await readFile(file, 'utf8')).replace('ARG PROFILE=release\n', ''));
  const { exitCode, stdout, stderr } = await createWasmOci(['build', '--engine', 'podman', '--debug'], {
    cwd: project,
  });
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
  expect(stderr).toContain('has no "ARG PROFILE"');
  expect(stderr).toContain('fix: create-wasm-oci update');
});
