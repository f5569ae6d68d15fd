/** An error that Go's compiler reports. */
export interface GoError {
  path: string;
  line: number;
  message: string;
  /** The module that it is in, where that is a dependency. */
  module?: GoModule;
}

/** A module of a certain version. */
export interface GoModule {
  path: string;
  version: string;
}

const GO_ERROR = /^(?:vet: )?(\S[^\n:]*\.go):(\d+)(?::\d+)?: ([^\n]+)$/gm;

/** The errors of an output, in their order. */
export function goErrors(output: string): GoError[] {
  return [...output.matchAll(GO_ERROR)].map(([, path = '', line, message = '']) => {
    const module = moduleOfPath(path);
    return {
      path: path.replace(/^\/src\//, '').replace(/^\.\//, ''),
      line: Number(line),
      message,
      ...(module && { module }),
    };
  });
}

/** The module that a path in Go's cache belongs to: `…/mod/github.com/!some/name@v1.2.3/file.go`. */
export function moduleOfPath(path: string): GoModule | undefined {
  const [, escaped, version] = /\/mod\/((?:[\w.~!-]+\/)*[\w.~!-]+)@(v[^/]+)(?:\/|$)/.exec(path) ?? [];
  if (escaped === undefined || version === undefined) return undefined;
  // Source: golang.org/x/mod/module, EscapePath: a capital is `!` and its small letter.
  return { path: escaped.replace(/!([a-z])/g, (_, letter: string) => letter.toUpperCase()), version };
}

/** Whether an error is in the project itself, and not in Go's library. */
export function isOwnError({ path, module }: GoError): boolean {
  return !module && !path.startsWith('/') && !path.startsWith('../');
}
