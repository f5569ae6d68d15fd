import type { Cause, FailedBuild } from '../../generators/core/languages/causes/cause.js';
import { causeOf, plainOutput } from '../../generators/core/languages/causes/causes.js';
import { filesFrom } from '../../generators/core/languages/detect/project-files.js';
import type { Language } from '../../generators/core/languages/language.js';
import { fixLines } from './fixes.js';

/** A cause as users read it. */
export interface Read {
  id: string;
  message: string;
  fix: readonly string[];
}

/** What is made of a build of an existing project that failed in a container. */
export async function causeIn(
  language: Language,
  output: string,
  texts: Readonly<Record<string, string>> = {},
  { plan, compiler = language.compilers[0].id }: Partial<Pick<FailedBuild, 'plan' | 'compiler'>> = {},
): Promise<Read | undefined> {
  const cause: Cause | undefined = await causeOf(language, {
    output: plainOutput(output),
    files: filesFrom(texts),
    plan,
    compiler,
    again: (flags, text) => ({
      command: `create-wasm-oci containerfile . ${flags}`.trimEnd(),
      ...(text !== undefined && { text }),
    }),
    tool: (what) => [{ text: `Use a builder image with ${what}.` }],
    place: 'the builder image',
  });
  return cause && { ...cause, fix: fixLines(cause.fix) };
}
