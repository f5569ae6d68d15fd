import { describe, expect, it } from 'vitest';
import { createProgress } from '../../generators/core/terminal/create-progress.js';
import { stepOf } from '../../generators/core/terminal/engine-step.js';

describe('stepOf', () => {
  it.each([
    ['[1/2] STEP 3/8: RUN make', 'stage 1 of 2, step 3 of 8: RUN make'],
    ['STEP 1/4: FROM scratch', 'step 1 of 4: FROM scratch'],
    ['#8 [builder 4/4] RUN make', 'stage builder, step 4 of 4: RUN make'],
    ['#9 [stage-1 1/1] COPY --from=builder /a /b', 'stage stage-1, step 1 of 1: COPY --from=builder /a /b'],
    ['#3 [1/1] RUN true', 'step 1 of 1: RUN true'],
  ])('reads %s', (line, text) => {
    expect(stepOf(line)).toBe(text);
  });

  it.each([
    '--> Using cache 12ab',
    '   Compiling hello v0.1.0',
    'COMMIT x',
    '',
    '#2 [internal] load .dockerignore',
    '#6 CACHED',
  ])('passes over %j', (line) => {
    expect(stepOf(line)).toBeUndefined();
  });
});

describe('createProgress', () => {
  it('draws nothing in a terminal that has no size: ora would count its lines without end', async () => {
    let shown = '';
    const write = (text: string) => {
      shown += text;
      return true;
    };
    const progress = await createProgress({ isTTY: true, columns: 0, write } as unknown as NodeJS.WriteStream);
    progress.begin('Building hello');
    progress.line('STEP 1/2: FROM scratch');
    progress.end('Building hello');
    expect(shown).toBe('Building hello ...\n  STEP 1/2: FROM scratch\nok: Building hello\n');
  });

  it('knows which lines are in the log, so that a failure does not repeat them', async () => {
    const progress = await createProgress({ write: () => true } as unknown as NodeJS.WriteStream);
    for (let line = 0; line < 2000; line++) progress.line(`line ${line}`);
    expect(progress.shows([])).toBe(true);
    expect(progress.shows(['line 1999', 'line 1960'])).toBe(true);
    expect(progress.shows(['line 1999', 'something else'])).toBe(false);
    // Far above, or not at all.
    expect(progress.shows(['line 3'])).toBe(false);
  });
});
