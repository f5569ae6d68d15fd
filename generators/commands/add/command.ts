import { join } from 'node:path';
import { addOns } from '../../core/addons/addons.js';
import { textOf } from '../../core/files/text-of.js';
import { shown } from '../../core/options/invalid.js';
import { parseFlags, wrongOption } from '../../core/options/parse.js';
import { questionOf } from '../../core/options/questions.js';
import { readStored } from '../../core/options/stored.js';
import { nearest } from '../../core/presets/nearest.js';
import { findProject } from '../../core/project/find-project.js';
import { command as update } from '../update/command.js';
import { writeHelp } from '../write-help.js';
import { addFlags } from './flags.js';
import { help } from './help.js';

/** `create-wasm-oci add NAME…`: an update of the project with these add-ons beside the ones that it has. */
export async function command(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags(argv, addFlags, 'add');
  if (values.help) return writeHelp(help);
  const ids = addOns.map(({ id }) => id);
  if (positionals.length === 0) throw wrongOption(`add needs a name: ${ids.join(', ')}.`, 'add');
  const unknown = positionals.find((name) => !ids.includes(name));
  if (unknown !== undefined) {
    const near = nearest(unknown, ids);
    const known = near === undefined ? `there are ${ids.join(', ')}` : `did you mean ${near}?`;
    throw wrongOption(`${shown(unknown)} is not an add-on (${known}).`, 'add');
  }
  const project = await findProject(process.cwd(), undefined, 'add');
  const stored = readStored(await textOf(join(project.directory, '.yo-rc.json')));
  const { parse, text = String } = questionOf('add');
  const list = text(parse([stored?.add, ...positionals].filter(Boolean).join(','), {}));
  const flags = Object.entries(values).flatMap(([key, value]) => {
    if (Array.isArray(value)) return value.map((each) => `--${key}=${each}`);
    return typeof value === 'string' ? `--${key}=${value}` : `--${value ? '' : 'no-'}${key}`;
  });
  return update([project.shownDirectory, `--add=${list}`, ...flags]);
}
