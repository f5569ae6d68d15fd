import { addOns } from '../../core/addons/addons.js';
import type { CommandHelp } from '../../core/options/command-help.js';
import { addFlags } from './flags.js';

/** What `add --help` says. */
export const help: CommandHelp = {
  name: 'add',
  does: 'Adds files for other tools to the project of this folder, and keeps your changes.',
  examples: [
    { does: 'a manifest for Kubernetes', line: 'add kubernetes' },
    { does: 'two at once, without questions', line: 'add quadlet compose --yes' },
  ],
  operands: [{ usage: 'NAME...', choices: addOns.map(({ id }) => ({ value: id })) }],
  operandText: [...addOns.map(({ id, title }) => `${id}: ${title}.`)],
  flags: addFlags,
  text: [
    'The names are stored: update keeps the files current. "update --add LIST" sets the whole list, and removes what is not in it.',
  ],
  exitCodes: '0 added, 1 wrong input, or conflicts for you to resolve, 130 cancelled.',
};
