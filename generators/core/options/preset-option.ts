/** The option that names a preset. It is no question: nobody is asked for it, and it is settled before the questions. */
export const presetOption = {
  key: 'preset',
  environment: 'WASM_OCI_PRESET',
  placeholder: 'PATH|PACKAGE|GIT',
  help: "a team's preset: a path, an npm package or a git URL; or none",
} as const;

/** What leaves out the preset that a project was written with. */
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
  const { key, environment: variable } = presetOption;
  const option = options[key];
  const flag = typeof option === 'string' ? option : undefined;
  const origin = flag === undefined ? variable : `--${key}`;
  // An empty variable counts as unset.
  const said = flag ?? (environment[variable] || undefined);
  return said === undefined ? undefined : { source: said === NONE ? undefined : said, origin };
}
