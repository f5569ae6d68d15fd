import { ExitCode, Failure } from '../failure.js';
import { answerFlags } from './main-flags.js';
import { isSlipOf } from './slip.js';
import { PREFIX, variableOf } from './variables.js';

/** Every environment variable of this program. */
export function knownVariables(): string[] {
  return answerFlags.map(variableOf);
}

/**
 * A variable that is like one of ours by a letter or two, and is none: a build in CI would take the default, unseen.
 * Any other name may be somebody else's.
 *
 * @throws Failure (wrong input) that names both
 */
export function refuseUnknownVariables(env: NodeJS.ProcessEnv): void {
  const known = knownVariables();
  for (const name of Object.keys(env)) {
    if (!name.startsWith(PREFIX) || known.includes(name)) continue;
    const meant = known.find((one) => isSlipOf(name, one, one.length > PREFIX.length + 3 ? 2 : 1));
    if (meant === undefined) continue;
    throw new Failure(`There is no variable ${name}. Did you mean ${meant}?`, {
      exitCode: ExitCode.wrongInput,
      fix: [{ text: `Rename it to ${meant}, or unset it.` }],
    });
  }
}
