import type { ProjectFiles } from '../../detect/project-files.js';
import { type CMakeCommand, readCommands } from '../detect/cmake-file.js';
import { NEGATIVE, type ProjectOption } from './project-options.js';

/** The words by which a list of values says that nothing is wanted. */
const SAYS_NO = /^(?:no|none|off|disabled?|false)$/i;

/** Options and cached variables of CMakeLists.txt, and of the files that it may include. */
export function cmakeOptions(files: ProjectFiles): ProjectOption[] {
  const commands = files.paths
    .filter((path) => /(?:^|\/)CMakeLists\.txt$|\.cmake$/.test(path))
    .sort((one, other) => one.split('/').length - other.split('/').length)
    .flatMap((path) => commandsOf(path, files.text(path) ?? ''));
  return commands.flatMap((command) => optionOf(command, commands) ?? []);
}

/** A file that cannot be read has no options here: where it counts, CMake says so. */
function commandsOf(path: string, text: string): CMakeCommand[] {
  try {
    return readCommands(path, text);
  } catch {
    return [];
  }
}

function optionOf({ name: command, args }: CMakeCommand, commands: readonly CMakeCommand[]): ProjectOption | undefined {
  const [name = '', second = ''] = args;
  if (!/^\w+$/.test(name)) return undefined;
  if (command === 'option' || command === 'cmake_dependent_option') return onOrOff(name);
  const cached = command === 'set' ? args.indexOf('CACHE') : -1;
  if (cached < 1) return undefined;
  if (args[cached + 1] === 'BOOL') return onOrOff(name);
  if (args[cached + 1] !== 'STRING' || second === '') return undefined;
  const nothing = valuesOf(name, commands).find((value) => SAYS_NO.test(value));
  return nothing === undefined ? undefined : { name, off: `${name}=${nothing}` };
}

function onOrOff(name: string): ProjectOption {
  return { name, off: `${name}=${NEGATIVE.test(name) ? 'ON' : 'OFF'}` };
}

/** What `set_property(CACHE NAME PROPERTY STRINGS …)` lists. */
function valuesOf(name: string, commands: readonly CMakeCommand[]): string[] {
  const listed = commands.find(
    ({ name: command, args }) =>
      command === 'set_property' && args[0] === 'CACHE' && args[1] === name && args[3] === 'STRINGS',
  );
  return (listed?.args.slice(4) ?? []).flatMap((value) => {
    const [, variable] = /^\$\{(\w+)\}$/.exec(value) ?? [];
    if (variable === undefined) return value.split(';');
    return commands.find(({ name: command, args }) => command === 'set' && args[0] === variable)?.args.slice(1) ?? [];
  });
}
