import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { parseAllDocuments, stringify } from 'yaml';
import { podman, run } from './run.js';

/**
 * Plays the manifest that the add-on kubernetes wrote into a project, and takes it down when the test is over. The container
 * of `name` is `NAME-pod-NAME`.
 */
export async function playManifest(folder: string, ...options: string[]): Promise<void> {
  const manifest = join(folder, 'deploy/kubernetes.yaml');
  if (!hasMemoryController()) await writeFile(manifest, withoutResources(await readFile(manifest, 'utf8')));
  onTestFinished(async () => void (await run('podman', ['kube', 'down', '--force', manifest])));
  await podman(['kube', 'play', ...options, manifest]);
}

/** A cgroup tree without it lets no container have limits of memory: the lab's, on some machines. */
function hasMemoryController(): boolean {
  return readFileSync('/proc/self/cgroup', 'utf8').startsWith('0::') && controllers().includes('memory');
}

function controllers(): string {
  try {
    return readFileSync('/sys/fs/cgroup/cgroup.controllers', 'utf8');
  } catch {
    return '';
  }
}

function withoutResources(manifest: string): string {
  const documents = parseAllDocuments(manifest);
  documents.at(-1)?.deleteIn(['spec', 'template', 'spec', 'containers', 0, 'resources']);
  return documents.map((document) => stringify(document)).join('---\n');
}
