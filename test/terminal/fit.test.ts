import { afterEach, expect, it, vi } from 'vitest';
import { createProgress } from '../../generators/core/terminal/create-progress.js';
import { shortened, wrapped } from '../../generators/core/terminal/fit.js';

afterEach(() => vi.unstubAllEnvs());

const IMAGE = `registry.example.com:5000/${'team/'.repeat(10)}hello:1.0`;

it.each([
  ['abcdefghij', 10, 'abcdefghij'],
  ['abcdefghijk', 10, 'abcde…hijk'],
  ['abcdefghijk', 9, 'abcd…hijk'],
  ['𝄞𝄞𝄞𝄞𝄞', 4, '𝄞𝄞…𝄞'],
])('%s in %i columns is %s', (text, columns, short) => {
  expect(shortened(text, columns)).toBe(short);
});

it('a wrapped text loses nothing, and only a word that is longer than a line makes a longer line', () => {
  const text = `Fetching ${'some words '.repeat(20)}${IMAGE} and ${'y'.repeat(100)} with podman`;
  const lines = wrapped(text).split('\n');
  expect(lines.map((line) => line.trim()).join(' ')).toBe(text);
  for (const line of lines) expect(line.length <= 80 || !line.trim().includes(' '), line).toBe(true);
});

it('a step with a long name is whole in a log, in lines of 80 columns', async () => {
  let shown = '';
  const write = (text: string) => {
    shown += text;
    return true;
  };
  const progress = await createProgress({ write } as unknown as NodeJS.WriteStream);
  progress.begin(`Building ${IMAGE}`);
  progress.end(`Building ${IMAGE}`);
  expect(shown).toBe(`Building\n    ${IMAGE} ...\nok: Building\n    ${IMAGE}\n`);
});

it('a step with a long name keeps its time and its step in a terminal of 80 columns, and is whole at its end', async () => {
  let shown = '';
  const stream = {
    isTTY: true,
    columns: 80,
    write(text: string) {
      shown += text;
      return true;
    },
    clearLine: () => true,
    cursorTo: () => true,
    moveCursor: () => true,
  };
  // In CI and in a dumb terminal nothing is drawn live.
  vi.stubEnv('CI', undefined);
  vi.stubEnv('TERM', 'xterm');
  const progress = await createProgress(stream as unknown as NodeJS.WriteStream);
  progress.begin(`Building ${IMAGE} with podman`);
  progress.line('STEP 3/8: RUN make');
  // A remark goes above what is under way, which is drawn again.
  progress.note('by the way');
  const drawn = stripped(shown);
  progress.end(`Building ${IMAGE} with podman`);
  expect(drawn).toMatch(/Building registry.*….* · 0 s · step 3 of 8: RUN make/);
  expect(shown).toContain(IMAGE);
  const live = shown.slice(0, shown.indexOf(IMAGE));
  for (const line of live.split(/\n|\u001b\[\?\d+[hl]/)) expect(stripped(line).length, line).toBeLessThanOrEqual(80);
});

/** Without the styles of a terminal. */
function stripped(text: string): string {
  return text.replace(/\u001b\[[\d;?]*[A-Za-z]/g, '');
}
