import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { greetingOf } from '../../generators/core/project/render.js';
import { templatesFolder } from '../../generators/core/system/package-root.js';
import { createWasmOci, emptyFolder, podman, run, untag } from './support/run.js';
import { builderOf } from './support/toolchains.js';

const banner = await readFile(join(templatesFolder, 'shared/banner.txt'), 'utf8');
const runFlags = ['run', '--rm', '--pull=never', '--platform', 'wasi/wasm'];
const removed = (image: string) => onTestFinished(() => untag(image));

it('a new Go project becomes an image that greets, its tests pass, and it builds again after a change', async () => {
  const cwd = await emptyFolder();
  const image = 'localhost/hi-from-go:latest';
  removed(image);
  const made = await createWasmOci(['hi-from-go', '--language', 'go', '--yes'], { cwd });
  expect(made, made.stderr).toMatchObject({ exitCode: 0, stdout: `${image}\n` });
  expect(made.stderr).toContain(greetingOf(banner, 'hi-from-go'));
  const directory = join(cwd, 'hi-from-go');
  expect(await podman([...runFlags, image, 'one'])).toBe(greetingOf(banner, 'hi-from-go', ['one']));
  const builder = await builderOf('go');
  const tested = await run('podman', ['run', '--rm', '-v', `${directory}:/src`, '-w', '/src', builder, 'go', 'test']);
  expect(tested, tested.stdout + tested.stderr).toMatchObject({ exitCode: 0 });

  const main = join(directory, 'main.go');
  await writeFile(main, (await readFile(main, 'utf8')).replace('Hello from', 'Hi from'));
  await podman(['build', '--platform=wasi/wasm', '-t', image, '.'], { cwd: directory });
  expect(await podman([...runFlags, image])).toContain('Hi from hi-from-go!');
});

it('an existing module that imports net/http is compiled by Go, and runs', async () => {
  const cwd = await emptyFolder();
  const folder = join(cwd, 'status');
  const image = 'localhost/status:latest';
  removed(image);
  await mkdir(join(folder, 'cmd/status'), { recursive: true });
  await writeFile(join(folder, 'go.mod'), 'module example.com/status\n\ngo 1.22\n');
  const imports = 'import (\n\t"fmt"\n\t"net/http"\n)\n';
  const main = `package main\n\n${imports}\nfunc main() {\n\tfmt.Println(http.StatusText(http.StatusTeapot))\n}\n`;
  await writeFile(join(folder, 'cmd/status/main.go'), main);
  const made = await createWasmOci(['containerfile', 'status', '--yes'], { cwd });
  expect(made, made.stderr).toMatchObject({ exitCode: 0, stdout: `${image}\n` });
  const why = 'cmd/status/main.go:5 imports net/http, which TinyGo does not support: Go compiles it.';
  expect(made.stderr).toContain(`found: ${why}`);
  expect(await readFile(join(folder, 'Containerfile'), 'utf8')).toContain('GOOS=wasip1 GOARCH=wasm');
  expect(JSON.parse(await readFile(join(folder, '.yo-rc.json'), 'utf8'))).toMatchObject({
    'create-wasm-oci': { language: 'go' },
  });
  expect(await podman([...runFlags, image])).toBe("I'm a teapot\n");
});
