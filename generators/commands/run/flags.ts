import type { Flag } from '../../core/options/flag.js';
import { jobFlags } from '../../core/options/job-flags.js';
import { questions } from '../../core/options/questions.js';

/** What a user gives a program beside its arguments, in the letters of container engines. */
export const givenFlags = [
  {
    key: 'env',
    short: 'e',
    placeholder: 'NAME=VALUE',
    repeats: true,
    group: 'run',
    help: "a variable; NAME only takes this shell's",
  },
  {
    key: 'volume',
    short: 'v',
    placeholder: 'FOLDER:PLACE',
    repeats: true,
    group: 'run',
    help: 'a folder of this machine and its place for the program; :ro behind it makes it read-only',
  },
  {
    key: 'publish',
    short: 'p',
    placeholder: 'PORT:PORT',
    repeats: true,
    group: 'run',
    help: 'a port of this machine and the one that the program listens on',
  },
] as const satisfies readonly Flag[];

/** The flags of `run`, in the order of `--help`. */
export const runFlags: readonly Flag[] = [
  ...givenFlags,
  ...questions.filter(({ notInFiles }) => notInFiles),
  ...jobFlags.filter(({ key }) => key === 'debug' || key === 'trust-preset'),
];
