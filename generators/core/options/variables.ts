import { ExitCode, Failure } from '../failure.js';
import { presetOption } from './preset-option.js';
import { questions } from './questions.js';
import { isSlipOf } from './slip.js';

const PREFIX = 'WASM_OCI_';

/**
 * A variable that is like one of ours by a letter or two, and is none: a build in CI would take the default, unseen.
 * Any other name may be somebody else's.
 *
 * @throws Failure (wrong input) that names both
 */
export function refuseUnknownVariables(env: NodeJS.ProcessEnv): void {
  const known = [...questions, presetOption].map(({ environment }) => environment);
  for (const name of Object.keys(env)) {
    if (!name.startsWith(PREFIX) || known.includes(name)) continue;
    const meant = known.find((one) => isSlipOf(name, one, one.length > PREFIX.length + 3 ? 2 : 1));
    if (meant === undefined) continue;
    throw new Failure(`There is no variable ${name}. Did you mean ${meant}?`, {
      exitCode: ExitCode.wrongInput,
      fix: [`Rename it to ${meant}, or unset it.`],
    });
  }
}
