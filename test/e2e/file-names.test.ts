import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { insideBuilder } from './support/inside.js';
import { createWasmOci, emptyFolder, podman, untag } from './support/run.js';

async function write(folder: string, files: Record<string, string>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

const returns = (name: string, value: number) => `int ${name}(void) { return ${value}; }\n`;
const runFlags = ['run', '--rm', '--pull=never', '--platform', 'wasi/wasm'];

/** What the embedded engine with clang makes of a project prints under Podman. */
async function embedded(cwd: string, args: string): Promise<string> {
  const { exitCode, stderr } = await insideBuilder('c', cwd, `${args} --engine embedded --yes`);
  expect(exitCode, stderr).toBe(0);
  return podman([...runFlags, `oci-archive:${join(cwd, 'names.oci.tar')}`]);
}

describe('C files with any name', () => {
  it('are all compiled, below src and its folders, by make in the container as by the embedded engine', async () => {
    const cwd = await emptyFolder();
    const image = 'localhost/file-names:1';
    onTestFinished(() => untag(image));
    const args = ['.', '--language', 'c', '--name', 'names', '--image', image, '--no-build', '--yes'];
    expect(await createWasmOci(args, { cwd })).toMatchObject({ exitCode: 0 });
    await write(cwd, {
      'src/main.c': `#include <stdio.h>
#include "a b/six.h"
int one(void); int two(void); int three(void); int four(void); int five(void);
int main(void) {
  printf("%d%d%d%d%d%d %s\\n", one(), two(), three(), four(), five(), SIX, __FILE__);
  return 0;
}
`,
      'src/$one.c': returns('one', 1),
      'src/-fplugin=two.c': returns('two', 2),
      'src/a b/it\'s $(id) `id` "three".c': returns('three', 3),
      'src/a b/line\nbreak.c': returns('four', 4),
      'src/a b/build/*ü\\.c': returns('five', 5),
      'src/a b/six.h': '#define SIX 6\n',
      // What editors and macOS leave there.
      'src/.#main.c': 'not C',
      'src/.cache/main.c': 'not C',
    });
    await podman(['build', '--platform=wasi/wasm', '-t', image, '.'], { cwd });
    expect(await podman([...runFlags, image])).toBe('123456 ./src/main.c\n');
    expect(await embedded(cwd, '. --no-write --no-run')).toBe('123456 ./src/main.c\n');
  });

  it('are no arguments: clang, which reads them out of one.c where it meets @one.c, does not meet it', async () => {
    const cwd = await emptyFolder();
    const image = 'localhost/file-names-arguments:1';
    const main = '#include <stdio.h>\nint one(void);\nint main(void) { printf("%d\\n", one()); return 0; }\n';
    await write(cwd, { 'main.c': main, '@one.c': returns('one', 1), 'one.c': '-DX=1\n' });
    const args = ['--name', 'names', '--image', image, '--yes'];
    const adopted = await createWasmOci(['containerfile', '.', ...args], { cwd });
    expect(adopted.exitCode).toBe(1);
    expect(adopted.stderr).toMatch(/^error: @one\.c: .*\n {2}fix: Rename the file/m);

    const generated = await createWasmOci(['made', ...args, '--language', 'c', '--no-build'], { cwd });
    expect(generated.exitCode, generated.stderr).toBe(0);
    await write(join(cwd, 'made'), { 'src/@one.c': returns('one', 1), 'one.c': '-DX=1\n' });
    const built = await insideBuilder('c', cwd, 'made --no-write --no-run --engine embedded --yes');
    expect(built.exitCode).toBe(3);
    expect(built.stderr).toMatch(/^error: src\/@one\.c is not compiled: .*\n {2}fix: Rename the file/m);
  });
});
