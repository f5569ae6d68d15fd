import { engineChoices } from '../../core/engines/choices.js';
import { fill, table } from '../../core/options/help-layout.js';

/** The text of `doctor --help`. */
export function helpText(): string {
  return `${fill('Checks whether this machine builds and runs images for wasi/wasm, and says what is missing and what mends it.')}

Usage: create-wasm-oci doctor [options]

Options:
${table([
  [
    `--engine ${engineChoices.map(({ value }) => value).join('|')}`,
    'look at one engine only; auto looks at all of them',
  ],
  ['--offline', 'ask no registry'],
  ['--json', 'one JSON document instead of the report'],
  ['--help, -h', 'this text'],
])}

${fill('An engine is tried for real: a tiny module is built into an image, run and removed again.')}

${fill('Exit codes: 0 building and running works (auto: with some engine), 1 it does not, 130 cancelled.')}
`;
}
