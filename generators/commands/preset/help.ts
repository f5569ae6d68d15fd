import { engineChoices } from '../../core/engines/choices.js';
import { fill, table } from '../../core/options/help-layout.js';

/** The text of `preset --help`. */
export function helpText(): string {
  return `${fill('Tests a preset: renders a project of every language with it, and checks what came out.')}

Usage: create-wasm-oci preset test PRESET [options]

PRESET is a path, an npm package or a git URL, as --preset takes it.

Options:
${table([
  ['--build', 'build and check an image of every language, run it, and remove it again'],
  [
    `--engine ${engineChoices.map(({ value }) => value).join('|')}`,
    'what builds; auto takes the first that works here',
  ],
  ['--trust-preset', 'let the templates and scripts of this preset run as code'],
  ['--json', 'one JSON document instead of the report'],
  ['--help, -h', 'this text'],
])}

${fill('Exit codes: 0 every language passed, 1 the preset is wrong, 3 an image could not be built, verified or run, 130 cancelled.')}
`;
}
