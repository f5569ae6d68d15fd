export function bundle(root: string): Promise<string>;
/** Makes one file out of a source and all that it imports. */
export function bundleFile(root: string, input: string, file: string): Promise<void>;
