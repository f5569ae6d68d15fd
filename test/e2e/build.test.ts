import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { copyFixture } from '../support/fixtures.js';
import { createWasmOci, emptyFolder, untag } from './support/run.js';

/** What differs between two builds of the same files: seconds. */
function withoutTimes(json: string): unknown {
  return JSON.parse(json, (key, value) => (key === 'seconds' ? undefined : value));
}

describe('create-wasm-oci build', () => {
  it('does what . --no-write --no-run does, from a folder of the project as well', async () => {
    const cwd = await emptyFolder();
    await createWasmOci(['built', '--language', 'c', '--yes', '--no-build'], { cwd });
    const project = join(cwd, 'built');
    const flags = ['--engine', 'podman', '--json'];
    const long = await createWasmOci(['.', '--no-write', '--no-run', ...flags], { cwd: project });
    const built = await createWasmOci(['build', ...flags], { cwd: project });
    expect(built, built.stderr).toMatchObject({ exitCode: 0 });
    expect(withoutTimes(built.stdout)).toEqual(withoutTimes(long.stdout));

    await mkdir(join(project, 'src/deep'));
    const deep = await createWasmOci(['build', '--engine', 'podman'], { cwd: join(project, 'src/deep') });
    expect(deep).toMatchObject({ exitCode: 0, stdout: 'localhost/built:latest\n' });
    expect(deep.stderr).toContain('The project is ../..');
    await untag('localhost/built:latest');
  });

  it('takes an image reference of this build, an existing project, and a directory', async () => {
    const cwd = await emptyFolder();
    await copyFixture('c-make', cwd);
    await createWasmOci(['containerfile', 'c-make', '--yes', '--no-build'], { cwd });
    const before = await readFile(join(cwd, 'c-make/.yo-rc.json'), 'utf8');
    const image = 'localhost/made-once:2';
    const built = await createWasmOci(['build', 'c-make', '--engine', 'podman', '--image', image], { cwd });
    expect(built, built.stderr).toMatchObject({ exitCode: 0, stdout: `${image}\n` });
    expect(await readFile(join(cwd, 'c-make/.yo-rc.json'), 'utf8')).toBe(before);
    await untag(image);
  });

  it('ends with 3 and the JSON document of the failure where the program does not compile', async () => {
    const cwd = await emptyFolder();
    await createWasmOci(['broken', '--language', 'c', '--yes', '--no-build'], { cwd });
    await writeFile(join(cwd, 'broken/src/main.c'), 'int main(void) { return missing; }\n');
    const { exitCode, stdout } = await createWasmOci(['build', 'broken', '--engine', 'podman', '--json'], { cwd });
    expect(exitCode).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({ exitCode: 3, image: null, directory: 'broken' });
  });

  it('ends with 1 where there is no project, and shows the line to type', async () => {
    const cwd = await emptyFolder();
    const { exitCode, stdout, stderr } = await createWasmOci(['build'], { cwd });
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toContain('error: This folder is not in a project of create-wasm-oci');
    expect(stderr).toContain('create-wasm-oci my-app');
  });

  it('refuses a flag that would change the project', async () => {
    const { exitCode, stderr } = await createWasmOci(['build', '--language', 'rust'], { cwd: await emptyFolder() });
    expect(exitCode).toBe(1);
    expect(stderr).toContain("Unknown option '--language'.");
  });
});
