import type { CommandHelp } from '../../core/options/command-help.js';
import { presetTestFlags } from './flags.js';

/** What `preset --help` says. */
export const help: CommandHelp = {
  name: 'preset',
  does: 'Tests a preset: renders a project of every language with it, and checks the result. Or writes a new preset, or prints the JSON schema of presets, for an editor.',
  examples: [
    { does: 'a preset in a folder', line: 'preset test ./acme-preset' },
    { does: 'build and run an image of every language, too', line: 'preset test ./acme-preset --build' },
    { does: 'build and run one language only', line: 'preset test ./acme-preset --build --language rust' },
    { does: 'a new preset in a folder, with every key in comments', line: 'preset new acme-preset' },
    { does: 'the schema, for the line #:schema ./wasm-oci.schema.json', line: 'preset schema' },
  ],
  operands: [
    { usage: 'test|new|schema', choices: [{ value: 'test' }, { value: 'new' }, { value: 'schema' }] },
    { usage: '[PRESET]', path: 'folder' },
  ],
  operandText: [
    'PRESET is a path, an npm package or a git URL, as --preset takes it.',
    'new takes the folder of the preset instead, and overwrites nothing.',
  ],
  flags: presetTestFlags,
  exitCodes:
    '0 every language passed, 1 the preset is wrong, 3 an image could not be built, verified or run, 130 cancelled.',
};
