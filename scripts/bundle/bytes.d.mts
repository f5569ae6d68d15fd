/** The bytes of a minified file by the source that they come from; of none, under ''. */
export function bytesBySource(code: string, map: { sources: readonly string[]; mappings: string }): Map<string, number>;
