import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { bareMachine } from './support/bare-machine.js';
import { createWasmOci, emptyFolder, run } from './support/run.js';

const PROGRAMS = ['podman', 'docker', 'skopeo', 'git', 'clang', 'cargo', 'rustc', 'rustup', 'tinygo', 'go', 'wasm-opt'];

/** A folder with a program of each name in it, and a variable PATH that has the current directory in every spelling. */
async function plantedFolder() {
  const folder = await emptyFolder();
  const [bin, ran, work] = ['bin', 'ran', 'work'].map((name) => join(folder, name)) as [string, string, string];
  for (const path of [bin, ran, join(work, 'node_modules/npm/bin')]) await mkdir(path, { recursive: true });
  for (const name of [...PROGRAMS, 'sh', 'npm', 'node']) {
    await writeFile(join(work, name), `#!/bin/sh\necho "$0 $*" >>${join(ran, name)}\n`);
    await chmod(join(work, name), 0o755);
  }
  const npm = `require('node:fs').writeFileSync(${JSON.stringify(join(ran, 'npm-cli.js'))}, 'ran');`;
  await writeFile(join(work, 'node_modules/npm/bin/npm-cli.js'), npm);
  const { PATH } = await bareMachine(bin);
  return {
    work,
    env: { PATH: `:.:./:${PATH}:`, XDG_CACHE_HOME: join(folder, 'cache') },
    /** What was run of them, by their own words. */
    ran: async () => Promise.all((await readdir(ran)).map((name) => readFile(join(ran, name), 'utf8'))),
  };
}

it('no program of the current directory is run, whatever PATH says', async () => {
  const { work, env, ran } = await plantedFolder();
  // They would be run: this is what a shell does with that PATH.
  expect((await run('/bin/sh', ['-c', 'podman'], { cwd: work, env })).exitCode).toBe(0);
  const before = await ran();
  expect(before).toHaveLength(1);

  const doctor = await createWasmOci(['doctor'], { cwd: work, env });
  expect(doctor.stdout).toMatch(/Podman is not installed/);
  const project = await createWasmOci(['.', '--name', 'hello', '--language', 'rust', '--yes', '--force'], {
    cwd: work,
    env,
  });
  expect(project.exitCode).toBe(0);
  expect(project.stderr).toMatch(/Podman is not installed[\s\S]*Rust is not installed/);
  const update = await createWasmOci(['update', '--check'], { cwd: work, env });
  expect(update.exitCode).toBe(0);
  const inspect = await createWasmOci(['inspect', 'localhost/hello'], { cwd: work, env });
  expect(inspect.stderr).toMatch(/no podman and docker on this machine/);
  const preset = ['hi', '--preset', `git+file://${work}/none`, '--yes'];
  expect((await createWasmOci(preset, { cwd: work, env })).stderr).toMatch(/git was not found/);
  expect(await ran()).toEqual(before);
});
