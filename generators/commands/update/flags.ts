import { type Flag, flagUsage, helpFlag, helpRows } from '../../core/options/flag.js';
import { answerable } from '../../core/options/new-answers.js';
import { presetFlag } from '../../core/options/preset-flag.js';

/** The flags before the answers, in the order of `--help`. */
const firstFlags = [
  {
    key: 'check',
    help: 'change nothing; exit with 2 when a project is behind, or has drifted from what its preset locks',
  },
  { ...presetFlag, help: 'bring them to this preset, or none, instead of the one they store' },
] as const satisfies readonly Flag[];

/** Those behind them. */
const lastFlags = [
  { key: 'trust-preset', help: 'let the templates and scripts of the presets run as code' },
  {
    key: 'from',
    placeholder: 'TARBALL',
    help: 'take the version that wrote the projects from a file (npm pack create-wasm-oci@VERSION)',
  },
  { key: 'dry-run', help: 'show what would be done, and do nothing' },
  { key: 'yes', short: 'y', help: 'do it without asking' },
  { key: 'force', help: 'also where changes are not committed' },
  { key: 'json', help: 'one JSON document on stdout' },
] as const satisfies readonly Flag[];

/** The questions that an update answers in another way. What each means is in the help of the main job. */
const newAnswers: readonly [usage: string, help: string] = [
  answerable.map((question) => (question.placeholder ? flagUsage(question) : `--[no-]${question.key}`)).join(', '),
  'change an answer; what changes by it is merged, too',
];

/** Every flag of `update`. */
export const updateFlags = [...firstFlags, ...answerable, ...lastFlags];

/** The rows of its `--help`. */
export const updateRows = [...helpRows(firstFlags), newAnswers, ...helpRows([...lastFlags, helpFlag])];
