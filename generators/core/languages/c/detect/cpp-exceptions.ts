import type { ProjectFiles } from '../../detect/project-files.js';
import { CPP } from '../dialect.js';
import { withoutComments } from '../sources/active-code.js';
import { stubList, THROW } from '../stub-files.js';
import { projectSources } from './c-needs.js';

/** Code that asks first whether there are exceptions does without them where there are none. */
const ASKS_FIRST = /\b(?:__cpp_exceptions|__EXCEPTIONS|\w*NO_EXCEPTIONS)\b/;

/** What `-fno-exceptions` refuses. */
const USES = /\bthrow\b(?!\s*\(\s*\))|\btry\s*\{|\bcatch\s*\(/;

/** More of them would hide the rest. */
const SHOWN = 10;

/** Where exceptions are used, and what to do about it. */
export function exceptionAdvice(files: ProjectFiles, given: string | undefined): string[] {
  if (given !== undefined && stubList(given).includes(THROW)) return [];
  const places = projectSources(files, CPP)
    .filter((path) => !path.endsWith('.c'))
    .flatMap((path) => placesIn(path, files.text(path) ?? ''));
  if (places.length === 0) return [];
  const more = places.length > SHOWN ? ` and ${places.length - SHOWN} more` : '';
  return [
    `Exceptions are used in ${places.slice(0, SHOWN).join(', ')}${more}: WASI's C++ library has none, so -fno-exceptions is set, and the compiler stops there. With ${THROW} in --stubs it goes on, and the program ends where it throws. Or return the error (std::optional, an error code), end the program by std::abort(), or put the code behind #if __cpp_exceptions.`,
  ];
}

function placesIn(path: string, text: string): string[] {
  if (ASKS_FIRST.test(text)) return [];
  return withoutComments(text)
    .split('\n')
    .flatMap((line, index) => (USES.test(line) ? [`${path}:${index + 1}`] : []));
}
