import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { locked } from '../../generators/core/files/lock.js';
import { bundleInto } from '../support/bundle.js';
import { emptyFolder } from '../support/folder.js';

/** Starts a process that runs the text of a program with `locked` in it. */
async function processes(folder: string): Promise<(program: string) => ReturnType<typeof spawn>> {
  const bundle = await bundleInto(folder, 'generators/core/files/lock.ts', 'lock.mjs');
  return (program) => {
    const text = `import { locked } from ${JSON.stringify(bundle)}; import fs from 'node:fs'; ${program}`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', text], { stdio: ['ignore', 'pipe', 2] });
    onTestFinished(() => void child.kill('SIGKILL'));
    return child;
  };
}

it('eight processes that read, add and write at once lose nothing', async () => {
  const folder = await emptyFolder();
  const start = await processes(folder);
  const [list, lock] = [join(folder, 'list'), join(folder, 'list.lock')];
  await writeFile(list, '');
  const program = `for (let i = 0; i < 20; i++) await locked(${JSON.stringify(lock)}, async () => {
    const before = fs.readFileSync(${JSON.stringify(list)}, 'utf8');
    await new Promise(setImmediate);
    fs.writeFileSync(${JSON.stringify(list)}, before + 'x');
  }, { patience: 600_000 });`;
  const ended = await Promise.all(Array.from({ length: 8 }, () => once(start(program), 'exit')));
  expect(ended).toEqual(Array.from({ length: 8 }, () => [0, null]));
  expect(await readFile(list, 'utf8')).toBe('x'.repeat(160));
  expect((await readdir(folder)).sort()).toEqual(['list', 'lock.mjs', 'package.json']);
});

it('a lock of a killed process is taken at once, and what it left in it is removed', async () => {
  const folder = await emptyFolder();
  const start = await processes(folder);
  const lock = join(folder, 'lock');
  const holder = start(`await locked(${JSON.stringify(lock)}, async (own) => {
    fs.writeFileSync(own + '/part', 'half');
    console.log('held');
    await new Promise(() => setInterval(() => {}, 1e6));
  });`);
  if (holder.stdout) await once(holder.stdout, 'data');
  const waited: string[] = [];
  const second = locked(lock, (own) => readdir(own), {
    onWait: (owner) => waited.push(owner) && holder.kill('SIGKILL'),
  });
  expect(await second).toEqual([]);
  expect(waited).toEqual([`process ${holder.pid}`]);
  expect(await readdir(folder)).toEqual(['lock.mjs', 'package.json']);
});

it('waiting ends with an error that names the process and the lock, or when it is cancelled', async () => {
  const folder = await emptyFolder();
  const lock = join(folder, 'lock');
  await locked(lock, async () => {
    await expect(locked(lock, async () => {}, { patience: 0 })).rejects.toMatchObject({
      message: `${lock} is in use by process ${process.pid}.`,
      exitCode: 1,
    });
    const cancel = new AbortController();
    const cancelled = locked(lock, async () => {}, { signal: cancel.signal, onWait: () => cancel.abort() });
    await expect(cancelled).rejects.toMatchObject({ exitCode: 130 });
    expect(await readdir(folder)).toEqual(['lock']);
  });
  expect(await readdir(folder)).toEqual([]);
});

it('the lock is free again when the work fails', async () => {
  const folder = await emptyFolder();
  const lock = join(folder, 'lock');
  await expect(locked(lock, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await locked(lock, async () => 'yes')).toBe('yes');
});

it.each<[string, (lock: string, folder: string) => Promise<unknown>]>([
  ['a file', (lock) => writeFile(lock, '')],
  ['a folder with a file of somebody else', (lock) => mkdir(lock).then(() => writeFile(join(lock, 'mine'), ''))],
  ['a link to a folder', (lock, folder) => mkdir(join(folder, 'x')).then(() => symlink('x', lock))],
])('%s in the place of the lock is named and stays', async (_, make) => {
  const folder = await emptyFolder();
  const lock = join(folder, 'lock');
  await make(lock, folder);
  const before = await readdir(folder, { recursive: true });
  await expect(locked(lock, async () => {})).rejects.toMatchObject({
    message: `${lock} is not a lock of create-wasm-oci.`,
    exitCode: 1,
  });
  expect(await readdir(folder, { recursive: true })).toEqual(before);
});

it('files may be put into the own folder, which is removed with the lock', async () => {
  const folder = await emptyFolder();
  await locked(join(folder, 'lock'), (own) => appendFile(join(own, 'stage'), 'x'));
  expect(await readdir(folder)).toEqual([]);
});
