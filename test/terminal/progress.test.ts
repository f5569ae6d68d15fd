import { describe, expect, it } from 'vitest';
import { stepOf } from '../../generators/core/terminal/progress.js';

describe('stepOf', () => {
  it.each([
    ['[1/2] STEP 3/8: RUN make', 'stage 1 of 2, step 3 of 8: RUN make'],
    ['STEP 1/4: FROM scratch', 'step 1 of 4: FROM scratch'],
  ])('reads %s', (line, text) => {
    expect(stepOf(line)).toBe(text);
  });

  it.each(['--> Using cache 12ab', '   Compiling hello v0.1.0', 'COMMIT x', ''])('passes over %j', (line) => {
    expect(stepOf(line)).toBeUndefined();
  });
});
