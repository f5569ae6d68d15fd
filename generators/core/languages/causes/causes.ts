import type { BuildPlan } from '../build-plan.js';
import type { Language } from '../language.js';
import type { Cause, FailedBuild } from './cause.js';
import { stepCause } from './step-causes.js';

/** Why a build of a language failed, as far as its output and the project's files say. */
export async function causeOf(language: Language, failed: FailedBuild<BuildPlan>): Promise<Cause | undefined> {
  return (await language.cause(failed)) ?? stepCause(failed) ?? inSource(language, failed);
}

/** The compiler complains of the project's own source, for a reason that no reader knows. */
function inSource({ source }: Language, { output }: FailedBuild<BuildPlan>): Cause | undefined {
  const [found] = new RegExp(source.error(''), 'm').exec(output) ?? [];
  if (found === undefined) return undefined;
  const [first = '', second = ''] = output.slice(output.indexOf(found)).split('\n');
  // rustc has the place on the line below.
  const [, message, place] = /^error(?:\[E\d+\])?: (.*)\n\s*--> (?:\/src\/|\.\/)*(\S+?:\d+):\d+$/m.exec(
    `${first}\n${second}`,
  ) ?? [
    undefined,
    first.replace(/^.*?:\d+(?::\d+)?: (?:fatal )?(?:error: )?/, ''),
    /^(?:\/src\/|\.\/)*(.*?:\d+)(?::\d+)?: /.exec(first)?.[1],
  ];
  const where = place === undefined ? '' : ` (${place}: ${message})`;
  return {
    id: 'source',
    message: `The compiler found an error in the source${where}.`,
    fix: [{ text: 'Fix the source, then repeat the build.' }],
  };
}

/** Longer than any message of a compiler: what reads a line takes time with the square of its length. */
const OUTPUT_LINE_MAX = 8192;

/**
 * The output of a command in a builder stage, without the colors of a terminal and what BuildKit puts in front:
 * `#8 0.075 `. Of a line that no compiler prints, only the beginning.
 */
export function plainOutput(output: string): string {
  return output
    .replace(/\u001B\[[0-9;]*[A-Za-z]/g, '')
    .replace(/\r/g, '')
    .replace(/^#\d+ (?:\d+\.\d+ )?/gm, '')
    .split('\n')
    .map((line) => line.slice(0, OUTPUT_LINE_MAX))
    .join('\n');
}
