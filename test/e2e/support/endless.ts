import { expect } from 'vitest';
import type { Engine, Target } from '../../../generators/core/engines/engine.js';

/** A C program that never ends, and that no optimiser takes away. */
export const ENDLESS = 'int main(void) { for (;;) __asm__ volatile(""); }\n';

/** The project that it is put into. */
export function endlessTarget(directory: string, image: string): Target {
  return {
    directory,
    shownDirectory: 'endless',
    image,
    language: 'c',
    title: 'endless',
    slug: 'endless',
    artifact: false,
    wasmOpt: false,
    aot: false,
  };
}

/**
 * Builds a project whose program never ends, runs it, and stops it when its container is there.
 *
 * @param path the PATH that the engine's program is found on
 * @param running lists the image's containers
 */
export async function stopsWithItsContainer(
  engine: Engine,
  target: Target,
  path: string,
  running: () => Promise<string>,
): Promise<void> {
  const stop = new AbortController();
  const before = process.env.PATH;
  process.env.PATH = path;
  try {
    await engine.build(target, {});
    const run = engine.run(target, stop.signal);
    await expect.poll(running, { timeout: 20_000 }).not.toBe('');
    stop.abort();
    await expect(run).rejects.toMatchObject({ exitCode: 130 });
  } finally {
    process.env.PATH = before;
  }
  expect(await running()).toBe('');
}
