import { filesFrom } from '../../../generators/core/languages/detect/project-files.js';
import type { Selection } from '../../../generators/core/languages/detect/recognised.js';
import { embedReaders } from '../../../generators/core/languages/languages.js';
import { containerAdvice } from '../../../generators/core/project/existing/container-advice.js';
import { chooseProgram, recogniseProject } from '../../../generators/core/project/existing/recognise.js';
import { partsOf } from '../support/parts.js';
import { isFailure, type Target } from '../support/target.js';

const readers = await embedReaders();

/** Manifests of existing projects: Cargo.toml, go.mod, Makefile, CMakeLists.txt. The part `--flags` is what was asked for. */
export default {
  run: async (input) => {
    const { '--flags': flags = '', ...texts } = Object.fromEntries(
      [...partsOf(input)].map(([path, contents]) => [path, contents.toString('utf8')]),
    );
    const files = filesFrom(texts);
    const selection = Object.fromEntries(flags.split('\n').map((line) => line.split('='))) as Selection;
    for (const recognised of await recogniseProject(files, selection, { language: undefined, directory: '.' })) {
      chooseProgram(recognised, selection);
    }
    containerAdvice(files, readers);
  },
  expects: isFailure,
  maxBytes: 16 * 1024,
  words: [
    '[[bin]]\n',
    '[package]\n',
    '[workspace]\nmembers = ["*"]\n',
    'add_executable(',
    '$(wildcard *.c)',
    'int main(',
  ],
} satisfies Target;
