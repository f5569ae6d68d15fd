import { defineConfig } from 'vitest/config';
import LongestFirst from './test/support/longest-first.js';

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    reporters: ['default', './test/support/summary.ts'],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**', 'test/campaign/**'],
          globalSetup: ['test/support/global-setup.ts'],
          testTimeout: 60_000,
          // Vitest's default leaves a core free, which is half of a machine with two.
          maxWorkers: '100%',
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/support/global-setup.ts', 'test/e2e/support/global-setup.ts'],
          // A build pulls and compiles; a hung one is to fail, not to hold up the gate.
          testTimeout: 240_000,
          hookTimeout: 240_000,
          // Three keep two cores busy (99 % by vmstat), for each waits for containers.
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
        },
      },
      {
        // Thousands of hostile inputs to the built program: `npm run campaign`, all of them in half an hour.
        test: {
          name: 'campaign',
          include: ['test/campaign/**/*.test.ts'],
          testTimeout: 3_600_000,
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
