import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inject } from 'vitest';
import type { LanguageId } from '../../../generators/core/languages/languages.js';
import { cli, type Result, run } from './run.js';
import { builderOf } from './toolchains.js';

/** What makes the compiler of each builder image ready. */
const ready: Partial<Record<LanguageId, string>> = { rust: 'rustup target add wasm32-wasip1' };

/**
 * Runs the installed create-wasm-oci inside a language's builder image, by a Node of this version: the only way to the
 * embedded engine and Podman with one compiler.
 *
 * @param cwd the folder it runs in, under the same path inside
 * @param args words of a shell
 */
export async function insideBuilder(language: LanguageId, cwd: string, args: string): Promise<Result> {
  // A copy, for the lab shows its Podman nothing of /usr.
  const node = join(cwd, 'node');
  await copyFile(inject('portableNode'), node);
  const inside = [
    ...['-v', `${node}:/opt/node:ro`, '-v', `${inject('installed')}/../..:${inject('installed')}/../..:ro`],
    ...['-v', `${cwd}:${cwd}`, '-w', cwd, '--user', '0', '-e', 'HOME=/tmp'],
  ];
  const script = `${ready[language] ?? 'true'} && /opt/node ${cli()[1]} ${args}`;
  return run('podman', ['run', '--rm', ...inside, await builderOf(language), 'sh', '-c', script]);
}
