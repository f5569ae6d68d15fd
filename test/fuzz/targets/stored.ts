import { projectName } from '../../../generators/core/options/names.js';
import { resolveAnswers } from '../../../generators/core/options/resolve.js';
import {
  readSelection,
  readStored,
  readStoredPreset,
  storesSame,
  writeStored,
} from '../../../generators/core/options/stored.js';
import { answersWith } from '../../support/answers.js';
import { isFailure, must, type Target } from '../support/target.js';

const ANSWERS = answersWith({
  language: 'c',
  name: projectName('hello'),
  image: 'localhost/hello:latest',
});

/** `.yo-rc.json`: what is stored of the answers, the preset and the chosen program; and what is written into it. */
export default {
  run: async (input) => {
    const json = input.toString('utf8');
    const stored = readStored(json);
    const preset = readStoredPreset(json);
    const selection = readSelection(json);
    const written = writeStored(json, ANSWERS, '1.0.0', { preset, selection });
    must(readStored(written)?.name === 'hello', 'what was written is not read');
    must(
      storesSame(written, writeStored(written, ANSWERS, '1.0.0', { preset, selection })),
      'written twice, it differs',
    );
    if (stored) await resolveAnswers({ typed: {}, environment: {}, stored }, 'hello');
  },
  expects: isFailure,
  maxBytes: 8 * 1024,
} satisfies Target;
