/** An error that clang or the linker reports. */
export interface ClangError {
  /** The file of the project, or a header of the compiler, where it is. */
  path: string;
  line: number;
  message: string;
  /** Where the project includes the header, of an error in one. */
  from?: string;
}

const CLANG_ERROR = /^(\S[^\n:]*):(\d+):\d+: (?:fatal )?error: ([^\n]+)$/;
const INCLUDED_FROM = /^(?:In file included from|\s+from) (\S[^\n:]*):(\d+)[:,]$/;

/** The errors of an output, in their order. */
export function clangErrors(output: string): ClangError[] {
  const errors: ClangError[] = [];
  let from: string | undefined;
  for (const line of output.split('\n')) {
    const [, file, at] = INCLUDED_FROM.exec(line) ?? [];
    if (file !== undefined) {
      // The first of them is the source that is compiled; the project's file that is nearest to the error says most.
      if (from === undefined || !file.startsWith('/') || file.startsWith('/src/'))
        from = `${pathInContext(file)}:${at}`;
      continue;
    }
    const [, path, number, message = ''] = CLANG_ERROR.exec(line) ?? [];
    if (path !== undefined)
      errors.push({
        path: pathInContext(path),
        line: Number(number),
        message: message.replace(/; did you mean .*/, ''),
        ...(from !== undefined && { from }),
      });
    from = undefined;
  }
  return errors;
}

/** Where an error is, in the project. */
export function placeIn({ path, line, from }: ClangError): string {
  return path.startsWith('/') && from !== undefined ? from : `${path}:${line}`;
}

function pathInContext(path: string): string {
  return path.replace(/^\/src\//, '').replace(/^\.\//, '');
}

/** What the linker does not find, with the object that asks for it. */
export interface Undefined {
  symbol: string;
  by: string;
}

/** `wasm-ld: error: /tmp/main-1a2b3c.o: undefined symbol: chown`; with -flto it says `lto.tmp` of all. */
export function undefinedSymbols(output: string): Undefined[] {
  return [...output.matchAll(/^(?:\S*wasm-ld\S*|\S*rust-lld): error: ([^\n]*?): undefined symbol: ([^\n]+)$/gm)].map(
    ([, by = '', symbol = '']) => ({ symbol: symbol.trim(), by }),
  );
}
