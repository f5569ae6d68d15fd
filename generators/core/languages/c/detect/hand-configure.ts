import { literal, type ProjectFiles } from '../../detect/project-files.js';
import { MAKEFILES } from './make-programs.js';
import { isGenerated, MAKEFILE_INPUTS } from './makefile-inputs.js';

/** What such scripts are given where their text has a case for it. Its value, after `=`, is the build's. */
const BY_HAND = [
  ...['CC=', 'CXX=', 'AR=', 'RANLIB=', '--cc=', '--cxx=', '--ar=', '--ranlib=', '--host='],
  ...['--disable-shared', '--static', '--disable-nls'],
] as const;

/**
 * Which arguments a `configure` takes that is written by hand, as lzip's: unlike autoconf's, such a script may refuse what it
 * does not know. Undefined where the project has no such script, or it takes no compiler, or writes nothing for make.
 */
export function argumentsByHand(files: ProjectFiles): readonly string[] | undefined {
  const text = files.text('configure') ?? '';
  if (!/^#! ?\S*sh\b/.test(text) || isGenerated(text) || !/\bC(?:C|XX)\b/.test(text)) return undefined;
  if (!writesMakefile(files, text)) return undefined;
  return BY_HAND.filter((argument) => isCase(text, argument));
}

/** Whether the script makes the Makefile, or a file that the Makefile includes. */
function writesMakefile(files: ProjectFiles, text: string): boolean {
  if (MAKEFILE_INPUTS.some((name) => files.paths.includes(name))) return /\bMakefile\b/i.test(text);
  const makefile = files.text(MAKEFILES.find((name) => files.paths.includes(name)) ?? '') ?? '';
  const included = [...makefile.matchAll(/^include[ \t]+(?:\$[({]\w+[)}]\/)?([\w.+-]+)[ \t]*$/gm)].map(
    ([, name = '']) => name,
  );
  return included.some((name) => !files.paths.includes(name) && text.includes(name));
}

/** Whether a `case` of the shell has a pattern for an argument: `CC=*)`, `--static | -s)`. */
function isCase(text: string, argument: string): boolean {
  const pattern = argument.endsWith('=') ? `${literal(argument)}\\*` : literal(argument);
  return new RegExp(`^[ \\t]*(?:\\(?[^\\s()|]+[ \\t]*\\|[ \\t]*)*["']?${pattern}["']?[ \\t]*[)|]`, 'm').test(text);
}
