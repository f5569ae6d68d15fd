import type { Flag } from '../../core/options/flag.js';
import { answerable } from '../../core/options/new-answers.js';
import { presetFlag } from '../../core/options/preset-flag.js';
import { settingFlags } from '../../core/options/selection-flags.js';

/** Every flag of `update`, in the order of `--help`. The answers are those that an update may change. */
export const updateFlags = [
  {
    key: 'check',
    help: 'change nothing; exit with 2 when a project is behind, or has drifted from what its preset locks',
  },
  { key: 'newer', help: 'with --check: behind, too, where the preset has a newer tag or version than the stored one' },
  {
    key: 'from',
    placeholder: 'TARBALL',
    path: 'file',
    help: 'take the version that wrote the projects from a file (npm pack create-wasm-oci@VERSION)',
  },
  {
    key: 'reset',
    placeholder: 'FILE',
    path: 'file',
    repeats: true,
    help: "take the templates' version of a file, without your changes; several times for several files",
  },
  { key: 'dry-run', help: 'show the changes, and write nothing' },
  { key: 'yes', short: 'y', help: 'do it without asking' },
  { key: 'force', help: 'also where changes are not committed' },
  { key: 'json', help: 'one JSON document on stdout' },
  ...answerable.map((question) => ({ ...question, group: 'answers' as const })),
  ...settingFlags,
  { ...presetFlag, help: 'use this preset, or none, instead of the stored one' },
  {
    key: 'trust-preset',
    group: 'preset',
    valueBehind: 'sha256:HASH',
    help: 'let the templates and scripts of the presets run as code, of any content or of these only',
  },
] as const satisfies readonly Flag[];
