import type { Flag } from './flag.js';
import { variableOf } from './variables.js';

/** The flag that names a preset. It is no question: nobody is asked for it, and it is resolved before the questions. */
export const presetFlag = {
  key: 'preset',
  placeholder: 'PATH|PACKAGE|GIT',
  path: 'folder',
  group: 'preset',
  help: "a team's preset: a path, an npm package or a git URL; or none",
} as const satisfies Flag;

/** The value that ignores the preset that a project was written with. */
const NONE = 'none';

/** A preset that was asked for in this run, and by what. */
export interface RequestedPreset {
  /** Undefined: none, whatever is stored. */
  source: string | undefined;
  /** The flag or the variable. */
  origin: string;
}

/** The preset that the flag or the variable names; undefined when neither says anything. */
export function requestedPreset(
  options: Readonly<Record<string, unknown>>,
  environment: NodeJS.ProcessEnv,
): RequestedPreset | undefined {
  const { key } = presetFlag;
  const variable = variableOf(presetFlag);
  const option = options[key];
  const flag = typeof option === 'string' ? option : undefined;
  const origin = flag === undefined ? variable : `--${key}`;
  // An empty variable counts as unset.
  const said = flag ?? (environment[variable] || undefined);
  return said === undefined ? undefined : { source: said === NONE ? undefined : said, origin };
}
