import { ExitCode, Failure } from '../failure.js';
import { unsetVariable } from '../system/shell.js';
import type { BuildOptions } from './engine.js';

/** The variable's name. Source: reproducible-builds.org, SOURCE_DATE_EPOCH specification. */
export const SOURCE_DATE_EPOCH = 'SOURCE_DATE_EPOCH';

/**
 * The time that everything in an image has, in seconds since 1970, where the user set it.
 *
 * @param build a build for tests, or for one who edits and waits, keeps its cache: its image goes nowhere
 * @throws Failure when it is no number of seconds
 */
export function sourceDateEpoch({ stage, quick }: Pick<BuildOptions, 'stage' | 'quick'> = {}): number | undefined {
  const text = process.env[SOURCE_DATE_EPOCH];
  if (text === undefined || text === '' || quick || stage !== undefined) return undefined;
  if (/^\d{1,11}$/.test(text)) return Number(text);
  throw new Failure(`SOURCE_DATE_EPOCH is ${JSON.stringify(text)}, not a number of seconds.`, {
    exitCode: ExitCode.notBuilt,
    fix: [{ command: unsetVariable(SOURCE_DATE_EPOCH) }],
  });
}
