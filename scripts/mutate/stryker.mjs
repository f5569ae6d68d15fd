// Runs Stryker on a copy of the sources in .mutate; mutate.mjs starts this once Stryker is installed beside it.
import { Stryker } from '@stryker-mutator/core';

/** What a test of the sources needs no copy of. */
const NOT_COPIED = ['dist', '.fuzz', '.mutate', 'bench', 'docs', 'test/e2e', 'test/campaign'];

/**
 * Changes one place of the sources after the other, and runs the tests that reach it.
 * @param {{ mutate: string[], tests: string[], related: boolean, strings: boolean }} run the sources; the test files;
 * whether only those count that import the sources; whether texts are changed, too
 */
export async function mutants({ mutate, tests, related, strings }) {
  process.env.MUTATE_TESTS = JSON.stringify(tests);
  const stryker = new Stryker({
    mutate,
    testRunner: 'vitest',
    vitest: { configFile: 'scripts/mutate/vitest.config.ts', related },
    coverageAnalysis: 'perTest',
    concurrency: 2,
    tempDirName: '.mutate',
    ignorePatterns: NOT_COPIED,
    mutator: { excludedMutations: strings ? [] : ['StringLiteral'] },
    // Stryker rewrites tsconfig.json with TypeScript's JavaScript API, which TypeScript 7 does not have.
    tsconfigFile: 'none',
    allowEmpty: true,
    reporters: ['progress-append-only'],
    logLevel: 'warn',
  });
  return stryker.runMutationTest();
}
