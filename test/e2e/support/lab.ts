import { readFileSync } from 'node:fs';
import { chmod, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { inject, onTestFinished, type TestContext } from 'vitest';
import { emptyFolder, type Result, run } from './run.js';

/** Skips a test where Podman is the machine's own: only the lab's can be made to fail without harm. */
export function needsLab({ skip }: Pick<TestContext, 'skip'>): void {
  if (!inject('lab')) skip("needs the lab: this machine's own Podman is not taken apart");
}

/** The lab's state directory, beside the folder that holds its `podman`. */
const state = () => dirname(inject('path').split(':')[0] ?? '');

/** A container store of this test's own, empty at first: what is in no store must be pulled. */
export function emptyStore(name: string): Record<string, string> {
  const store = `${name}-${process.pid}`;
  onTestFinished(() => rm(join(state(), 'stores', store), { recursive: true, force: true }));
  return { LAB_STORE: store };
}

/** Where the lab's registry listens. */
export function registryHost(): string {
  return `127.0.0.1:${readFileSync(join(state(), 'registry/port'), 'utf8').trim()}`;
}

/** Has the builder images looked for at another place than the lab's registry. */
export async function registryAt(location: string): Promise<Record<string, string>> {
  const conf = join(await emptyFolder(), 'registries.conf');
  await writeFile(conf, `[[registry]]\nprefix = "ghcr.io"\nlocation = "${location}"\ninsecure = true\n`);
  return { CONTAINERS_REGISTRIES_CONF: conf, LAB_WITHOUT: '/etc/containers/registries.conf.d' };
}

/** Puts a program of that name first on PATH: a stand-in for a Podman that this machine cannot have. */
export async function standIn(folder: string, name: string, script: string): Promise<Record<string, string>> {
  await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`);
  await chmod(join(folder, name), 0o755);
  return { PATH: `${folder}:${inject('path')}` };
}

/** A file of the lab's own system, by its path there. */
export function inLabRoot(path: string): string {
  return join(readFileSync(join(state(), 'root'), 'utf8').trim(), path);
}

/** Runs a program of the lab's own system, by its path from `/usr/bin` there. */
export function labEnter(program: string, args: string[], env: Record<string, string>): Promise<Result> {
  return run('unshare', ['--mount', '--propagation', 'private', join(state(), 'enter'), program, ...args], { env });
}
