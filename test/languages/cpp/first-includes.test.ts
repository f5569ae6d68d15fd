import { expect, it } from 'vitest';
import { firstIncludes } from '../../../generators/core/languages/c/compile-each.js';

it.each([
  ['of a plain file', '#include <cstdio>\n#include <string>\n\nint main() {}\n', ['cstdio', 'string']],
  [
    'among comments and blank lines',
    '// A program.\n\n  #include <cstdio> // puts\r\n#include <string>\n',
    ['cstdio', 'string'],
  ],
  ['not behind a macro, which they may heed', '#define _GNU_SOURCE\n#include <cstdio>\n', []],
  ['not in a condition', '#include <cstdio>\n#ifdef X\n#include <vector>\n#endif\n', ['cstdio']],
  ['not behind a header of the project', '#include <cstdio>\n#include "a.h"\n#include <vector>\n', ['cstdio']],
  ['not in a comment of several lines', '/*\n#include <cstdio>\n*/\n#include <string>\n', []],
  ['not in a comment that goes on', '// goes on \\\n#include <cstdio>\n#include <string>\n', []],
  ['nor a line that goes on', '#include <cstdio> // goes on \\\n#include <string>\n#include <map>\n', []],
  ['nor one without its end', '#include <cstdio>', []],
  ['nor in an empty file', '', []],
])('the headers that are read before all else: %s', (_, text, names) => {
  expect(firstIncludes(text)).toBe(names.map((name) => `#include <${name}>\n`).join(''));
});
