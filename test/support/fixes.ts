import type { Fix } from '../../generators/core/failure.js';

/** Fixes as lines of a report. */
export function fixLines(fixes: readonly Fix[]): string[] {
  return fixes.map(({ command, text }) => [command, text].filter((part) => part !== undefined).join('   '));
}

/** Matches a fix whose line in a report is that: a text, a pattern, or what a matcher of `expect` takes. */
export function reads(expected: string | RegExp | { asymmetricMatch(other: unknown): boolean }): Fix {
  const matches = (line: string) => {
    if (typeof expected === 'string') return line === expected;
    return expected instanceof RegExp ? expected.test(line) : expected.asymmetricMatch(line);
  };
  const matcher = {
    $$typeof: Symbol.for('jest.asymmetricMatcher'),
    asymmetricMatch: (other: Fix) => matches(fixLines([other])[0] ?? ''),
    toString: () => 'reads',
    toAsymmetricMatcher: () => `reads ${String(expected)}`,
  };
  return matcher as unknown as Fix;
}
