// npm run recording
// The pictures of the README: its badges, and a recording of its first commands, typed into a real shell.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { build, findPodman, root } from '../set-up.mjs';
import { animation } from './animation.mjs';
import { badges } from './badges.mjs';
import { openShell } from './shell.mjs';

const COLUMNS = 100;
const ROWS = 36;
/** The README is read on slow lines, too. */
const LIMIT_BYTES = 300_000;
const PATIENCE_MS = 300_000;
const REFERENCE = 'localhost/my-app:latest';

build();
const podman = findPodman();
const folder = mkdtempSync(join(tmpdir(), 'recording-'));
try {
  symlinkSync(join(root, 'dist/cli.js'), join(folder, 'create-wasm-oci'));
  const shell = openShell({
    folder: mkdtempSync(join(folder, 'work-')),
    path: `${folder}:${podman.path}`,
    columns: COLUMNS,
    rows: ROWS,
  });
  await shell.shows(/\$ $/);
  await type('create-wasm-oci my-app');
  await answerQuestions(new RegExp(`^${REFERENCE}\n\\$ $`, 'm'));
  await wait(3000);
  await type(`podman run --rm --platform wasi/wasm ${REFERENCE} "Hello, README"`);
  await shell.shows(/^ {2}Hello, README\n\$ $/m);
  const frames = await shell.end();
  const svg = animation(frames, COLUMNS, ROWS);
  if (svg.length > LIMIT_BYTES) throw new Error(`the picture has ${svg.length} bytes, more than ${LIMIT_BYTES}`);
  mkdirSync(join(root, 'docs/pictures'), { recursive: true });
  const pictures = { 'docs/pictures/first-run.svg': svg, ...badges() };
  for (const [path, picture] of Object.entries(pictures)) writeFileSync(join(root, path), picture);
  console.log(`docs/pictures/first-run.svg: ${frames.length} frames, ${svg.length} bytes`);

  /** Types a line as fast as a quick typist does. */
  async function type(line) {
    for (const key of line) {
      shell.press(key);
      await wait(35);
    }
    await wait(400);
    shell.press('\r');
  }

  /** Takes the default of each question, after a second to read it, until the screen ends with this. */
  async function answerQuestions(end) {
    let answered = '';
    const until = Date.now() + PATIENCE_MS;
    while (!end.test(shell.screen())) {
      if (Date.now() > until) throw new Error(`the screen does not end with ${end}:\n${shell.screen()}`);
      const [question] = /^\? .*[?]/m.exec(shell.screen()) ?? [];
      if (question && question !== answered) {
        answered = question;
        await wait(1000);
        shell.press('\r');
      }
      await wait(50);
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
  podman.stop();
}
