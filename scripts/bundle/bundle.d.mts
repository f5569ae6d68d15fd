export function bundle(root: string): Promise<string>;
/** Makes one file out of a source and all that it imports. */
export function bundleFile(root: string, input: string, file: string): Promise<void>;

/** The files of dist/, each with its source map, without writing them. */
export function bundleWithMaps(
  root: string,
): Promise<readonly { fileName: string; code: string; map: { sources: readonly string[] } | null }[]>;
