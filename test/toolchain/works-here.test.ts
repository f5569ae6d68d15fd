import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { embedded } from '../../generators/core/engines/embedded/engine.js';
import type { Target } from '../../generators/core/engines/engine.js';
import { npmCommand } from '../../generators/core/system/npm.js';
import { notesForLanguages } from '../../generators/core/toolchain/works-here.js';
import { emptyFolder } from '../support/folder.js';

afterEach(() => {
  vi.unstubAllEnvs();
});

/** A machine with Node, npm and what is in this folder. */
async function bareMachine(): Promise<string> {
  const folder = await emptyFolder();
  // Found where this Node has it, or by the variable that npm sets.
  vi.stubEnv('npm_execpath', npmCommand() ?? '');
  vi.stubEnv('PATH', folder);
  return folder;
}

describe('on a machine with Node only', () => {
  it('the prompt says which languages work here now', async () => {
    await bareMachine();
    expect([...(await notesForLanguages())]).toEqual([
      ['c', 'works here now'],
      ['cpp', 'works here now'],
    ]);
  });

  it('the error of another language names those that work', async () => {
    await bareMachine();
    const rust = { language: 'rust', directory: '/x', slug: 'x', wasmOpt: false, aot: false } as Target;
    const found = await embedded.available(rust);
    expect(found).toMatchObject({ works: false, why: { message: expect.stringContaining('Rust is not installed') } });
    expect(found.works || found.why.fix.slice(-2)).toEqual([
      { text: 'C works here now: --language c' },
      { text: 'C++ works here now: --language cpp' },
    ]);
  });
});

it('with a container engine on PATH the prompt says nothing: it builds any language', async () => {
  const folder = await bareMachine();
  await writeFile(join(folder, 'podman'), '#!/bin/sh\n', { mode: 0o755 });
  expect((await notesForLanguages()).size).toBe(0);
});
