import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, it, vi } from 'vitest';
import { carryOut, finishInterrupted } from '../../../generators/commands/update/carry-out.js';
import { interruptedIn } from '../../../generators/commands/update/finish.js';
import { bundleInto } from '../../support/bundle.js';
import { tree, write } from '../../support/files.js';
import { emptyFolder } from '../../support/folder.js';
import { killedAt } from '../../support/kill.js';
import { AFTER, BEFORE, CHANGES } from '../../support/update.js';

let home: string;
let project: string;

/** Carries the changes out in a process that is killed before its nth change to the project. False when it was not. */
async function killed(at: number): Promise<boolean> {
  const bundle = join(home, 'carry-out.mjs');
  if (!existsSync(bundle)) await bundleInto(home, 'generators/commands/update/carry-out.ts', 'carry-out.mjs');
  const text = `import { carryOut } from ${JSON.stringify(bundle)};
    await carryOut(${JSON.stringify(project)}, ${JSON.stringify(CHANGES)}, async () => {});`;
  const env = await killedAt(at, project, home);
  const { signal, exitCode } = await execa(process.execPath, ['--input-type=module', '--eval', text], {
    env,
    reject: false,
  });
  expect(signal ?? exitCode).toBe(signal === undefined ? 0 : 'SIGKILL');
  return signal !== undefined;
}

// Tens of processes, one after the other.
it('an update is done, or not begun, or can be finished, wherever it is killed', { timeout: 600_000 }, async () => {
  home = await emptyFolder();
  vi.stubEnv('XDG_STATE_HOME', join(home, 'state'));
  project = join(home, 'project');
  const seen = { before: 0, within: 0, done: 0 };
  for (let at = 1; ; at++) {
    await rm(project, { recursive: true, force: true });
    await write(project, BEFORE);
    if (!(await killed(at))) break;
    const left = await interruptedIn(project);
    if (left) {
      seen.within++;
      await finishInterrupted(project);
      expect(await tree(project), `killed at ${at}`).toEqual(AFTER);
    } else {
      const own = Object.entries(await tree(project)).filter(([path]) => !path.startsWith('.create-wasm-oci.lock'));
      const done = existsSync(join(project, 'ci'));
      seen[done ? 'done' : 'before']++;
      expect(Object.fromEntries(own), `killed at ${at}`).toEqual(done ? AFTER : BEFORE);
      // What it left is no obstacle to the next one, and is gone after it.
      await carryOut(project, CHANGES, async () => {});
      expect(await tree(project), `killed at ${at}`).toEqual(AFTER);
    }
    expect((await readdir(project)).filter((name) => name.startsWith('.create'))).toEqual([]);
  }
  expect(seen.before).toBeGreaterThan(5);
  expect(seen.within).toBeGreaterThan(2);
  expect(seen.done).toBeGreaterThan(0);
});
