import { fill, table } from '../../core/options/help-layout.js';
import { answerable } from '../../core/options/new-answers.js';
import { presetOption } from '../../core/options/preset-option.js';

/** The text of `update --help`. */
export function helpText(): string {
  const anew = answerable.map(({ key, placeholder }) => (placeholder ? `--${key} ${placeholder}` : `--[no-]${key}`));
  return `${fill("Brings projects to this version's templates and to their preset, and keeps what you changed.")}

Usage: create-wasm-oci update [directory...] [options]

${fill('The version that wrote a project renders it once more, this version renders it beside that, and each file is merged. Without a directory: the project that stands here.')}

Options:
${table([
  ['--check', 'change nothing; exit with 2 when a project is behind, or has drifted from what its preset locks'],
  [`--preset ${presetOption.placeholder}`, 'bring them to this preset, or none, instead of the one they store'],
  [anew.join(', '), 'answer a question anew; what changes by it is merged, too'],
  ['--trust-preset', 'let the templates and scripts of the presets run as code'],
  ['--from TARBALL', 'take the version that wrote the projects from a file (npm pack create-wasm-oci@VERSION)'],
  ['--dry-run', 'show what would be done, and do nothing'],
  ['--yes, -y', 'do it without asking'],
  ['--force', 'also where changes are not committed'],
  ['--json', 'one JSON document on stdout'],
  ['--help, -h', 'this text'],
])}

${fill('Exit codes: 0 up to date, 1 wrong input, or conflicts to be settled by you, 2 --check found something, 130 cancelled.')}
`;
}
