/**
 * How a program of an existing project is built. Its kinds are in the folder of the language that recognises them; only
 * that language's compilers look into one. A project that this tool wrote has none: there it follows from its name.
 */
export interface BuildPlan {
  readonly kind: string;
  /** Where it is built, relative to the build context, where that is not the context itself. */
  readonly workdir?: string;
  /** Variables that the user sets for the build, by name. */
  readonly environment?: Readonly<Record<string, string>>;
}
