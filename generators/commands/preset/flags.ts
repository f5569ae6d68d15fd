import { engineChoices } from '../../core/engines/engines.js';
import { compilers } from '../../core/languages/languages.js';
import type { Flag } from '../../core/options/flag.js';
import { jobFlags } from '../../core/options/job-flags.js';

/** The flags of `preset test`, in the order of `--help`. */
export const presetTestFlags = [
  { key: 'build', help: 'build and check an image of every language, run it, and remove it again' },
  {
    key: 'language',
    placeholder: compilers.map(({ id }) => id).join('|'),
    choices: compilers.map(({ id }) => ({ value: id })),
    repeats: true,
    help: 'only this language; several times for several',
  },
  {
    key: 'engine',
    placeholder: engineChoices.map(({ value }) => value).join('|'),
    choices: engineChoices,
    help: 'the engine that builds; auto selects the first that works here',
  },
  ...jobFlags.filter(({ key }) => key === 'trust-preset'),
  { key: 'json', help: 'one JSON document instead of the report' },
] as const satisfies readonly Flag[];
