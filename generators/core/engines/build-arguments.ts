import { join } from 'node:path';
import { textOf } from '../files/text-of.js';
import type { BuildContext, BuildOptions } from './engine.js';

/**
 * The flags that give a build its variables: those that its Containerfile takes (ARG). Engines warn of others.
 */
export async function buildArguments(
  { directory }: BuildContext,
  { variables = {} }: Pick<BuildOptions, 'variables'>,
): Promise<string[]> {
  const given = Object.entries(variables);
  if (given.length === 0) return [];
  const text = (await textOf(join(directory, 'Containerfile'))) ?? '';
  const taken = new Set([...text.matchAll(/^[ \t]*ARG[ \t]+(\w+)/gim)].map(([, name]) => name));
  return given.flatMap(([name, value]) => (taken.has(name) ? ['--build-arg', `${name}=${value}`] : []));
}
