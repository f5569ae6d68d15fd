import type { CauseReader } from '../../causes/cause.js';
import { literal, placeOf } from '../../detect/project-files.js';
import { headersOf } from '../libc/lack.js';
import type { CPlan } from '../plan.js';
import { clangErrors, placeIn } from './clang-errors.js';
import { cflags } from './fixes.js';

/** A name of the project that wasi-libc declares as something else: `conflicting types for 'opendirat'`. */
export const nameOfLibc: CauseReader<CPlan> = ({ output }) => {
  const lines = output.split('\n');
  for (const error of clangErrors(output)) {
    const [, name] =
      /^(?:conflicting types for|redefinition of|static declaration of) '(\w+)'/.exec(error.message) ?? [];
    if (name === undefined || error.path.startsWith('/usr/')) continue;
    const at = lines.findIndex((line) => line.includes(`error: ${error.message}`));
    // clang's note below says where the other declaration is.
    const note = lines
      .slice(at + 1, at + 8)
      .find((line) => /note: previous (?:declaration|definition) is here/.test(line));
    const [, header] =
      /^\/(?:usr|opt)\/(?:\S+?\/)?include\/(?:wasm32-\w+\/)*(?:__header_)?(\S+?\.h):\d+/.exec(note ?? '') ?? [];
    if (header === undefined) continue;
    return {
      id: 'name-of-libc',
      message: `${placeIn(error)} declares ${name}, and wasi-libc declares another ${name} in ${headersOf(name)?.[0] ?? header}.`,
      fix: [{ text: `Give it another name in the project, as with #define ${name} own_${name} below its includes.` }],
    };
  }
  return undefined;
};

/** A word in capitals between a type and a name, of which clang makes a variable: `void DESTRUCTOR\nclose_all() {…}`. */
export const undefinedAttribute: CauseReader<CPlan> = ({ output, files, plan, again }) => {
  for (const error of clangErrors(output)) {
    if (
      !/^(?:variable has incomplete type 'void'|expected ';' after top level declarator|unknown type name ')/.test(
        error.message,
      )
    )
      continue;
    const line = files.text(error.path)?.split('\n')[error.line - 1] ?? '';
    const name =
      /^unknown type name '([A-Z][A-Z0-9_]{2,})'/.exec(error.message)?.[1] ??
      /\b([A-Z][A-Z0-9_]{3,})\b(?=\s*(?:$|\w+\s*\())/.exec(line)?.[1];
    if (name === undefined || isDefined(name)) continue;
    if (!new RegExp(`\\b${name}\\s*$|\\b${name}\\s+[\\w*]+`).test(line) || isTypeAlone(name, line)) continue;
    return {
      id: 'not-configured',
      message: `${placeIn(error)} uses ${name}, which no file of the project defines.`,
      fix: [again(cflags(plan, [`-D${name}=`]), 'defines it as nothing, where it is an attribute of a declaration')],
    };
  }
  return undefined;

  function isDefined(name: string): boolean {
    const defines = new RegExp(`#\\s*(?:define|cmakedefine|undef)\\s+${literal(name)}\\b|\\}\\s*${literal(name)}\\s*;`);
    return files.paths.some((path) => defines.test(files.text(path) ?? ''));
  }
};

/** `NAME x;` and `NAME x, y;`: with nothing in its place, no type is left. */
function isTypeAlone(name: string, line: string): boolean {
  return new RegExp(`^\\s*(?:(?:static|extern|const)\\s+)*${name}\\s+\\**\\w+\\s*(?:[;,=(]|$)`).test(line);
}

/** A variable of CMakeLists.txt without a value, for which a command of it stops: `set_target_properties(… ${NAME})`. */
export const cmakeStops: CauseReader<CPlan> = ({ output, files, again }) => {
  const [, path = '', at, command, said] =
    /^CMake Error at (\S+?):(\d+) \((\w+)\):\n\s+([^\n]+(?:\n {2}[^\n]+)*)/m.exec(output) ?? [];
  if (at === undefined || said === undefined) return undefined;
  const sentence = said.replace(/\s+/g, ' ').replace(/[.:]$/, '');
  const text = files.text(path) ?? '';
  const line = text.split('\n')[Number(at) - 1] ?? '';
  for (const [, name = ''] of line.matchAll(/\$\{(\w+)\}/g)) {
    const empty = new RegExp(`^[ \\t]*set\\(\\s*${literal(name)}\\s+""\\s+CACHE\\s+\\w+\\s*"([^"]*)"`, 'mi');
    const [, what] = empty.exec(text) ?? [];
    if (what === undefined) continue;
    return {
      id: 'no-library',
      message: `${path}:${at} needs ${name}, which has no value${what === '' ? '' : ` (${placeOf(path, text, empty)}: ${what.replace(/\.$/, '')})`}.`,
      fix: [
        again(`--define ${name}=VALUE`, 'gives it one'),
        {
          text: 'A library must be compiled for WASI: the builder image has none, and what is installed here is for this machine.',
        },
      ],
    };
  }
  return {
    id: 'source-refuses',
    message: `${path}:${at} stops, in ${command}(): ${sentence}.`,
    fix: [{ text: 'An option of the project may avoid it: --define NAME=VALUE.' }],
  };
};
