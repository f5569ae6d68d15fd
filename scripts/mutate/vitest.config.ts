// The unit tests of one mutation run, as mutate.mjs chose them.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: JSON.parse(process.env.MUTATE_TESTS ?? '[]') as string[],
    globalSetup: ['test/support/global-setup.ts'],
    testTimeout: 60_000,
  },
});
