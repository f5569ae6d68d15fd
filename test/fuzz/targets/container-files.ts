import { filesFrom } from '../../../generators/core/languages/detect/project-files.js';
import { embedReaders } from '../../../generators/core/languages/languages.js';
import { containerAdvice } from '../../../generators/core/project/existing/container-advice.js';
import { partsOf } from '../support/parts.js';
import type { Target } from '../support/target.js';

const readers = await embedReaders();

/** Container files, and the ignore files beside them, of existing projects. */
export default {
  run: (input) => {
    const texts = [...partsOf(input)].map(([path, contents]) => [path, contents.toString('utf8')]);
    return containerAdvice(filesFrom(Object.fromEntries(texts)), readers);
  },
  expects: () => false,
  maxBytes: 16 * 1024,
  words: ['FROM scratch\n', 'RUN ', ' AS builder', '--platform=$BUILDPLATFORM', '**/', '!', 'wasm32-wasi', '<<EOF'],
} satisfies Target;
