/** An error that rustc reports. */
export interface RustcError {
  /** `E0432`; undefined for one without a number. */
  code?: string;
  /** Its first line, without `error[…]: `. */
  message: string;
  /** All of its lines. */
  text: string;
  /** Where it is, as rustc writes it. */
  path?: string;
  line?: number;
  /** The crate that it is in, where that is a dependency. */
  crate?: CrateName;
}

/** A crate of a certain version. */
export interface CrateName {
  name: string;
  version?: string;
}

/** `error[E0432]: unresolved import`, a line by itself. */
const HEADER = /^(error|warning)(?:\[(E\d+)\])?: (.*)$/;
const PLACE = /^\s*--> (.+?):(\d+):\d+$/m;

/** The errors of an output, in their order. */
export function rustcErrors(output: string): RustcError[] {
  const errors: { code?: string; message: string; lines: string[] }[] = [];
  let current: string[] | undefined;
  for (const line of output.split('\n')) {
    const [, kind, code, message = ''] = HEADER.exec(line) ?? [];
    if (kind === undefined) {
      current?.push(line);
      continue;
    }
    current = kind === 'error' ? [line] : undefined;
    if (current) errors.push({ ...(code !== undefined && { code }), message, lines: current });
  }
  return errors.map(({ lines, ...error }) => located(error, lines.join('\n')));
}

function located(error: Pick<RustcError, 'code' | 'message'>, text: string): RustcError {
  const [, path, line] = PLACE.exec(text) ?? [];
  if (path === undefined) return { ...error, text };
  const crate = crateOfPath(path);
  return { ...error, text, path: path.replace(/^\/src\//, ''), line: Number(line), ...(crate && { crate }) };
}

/**
 * The crate that a source belongs to: cargo has those of registries in `registry/src/INDEX/NAME-VERSION`, those of git
 * in `git/checkouts/NAME-HASH/REVISION`, and `cargo vendor` writes `vendor/NAME`. Source: the Cargo Book, Cargo Home.
 */
export function crateOfPath(path: string): CrateName | undefined {
  const [, name, version] =
    /[/\\]registry[/\\]src[/\\][^/\\]+[/\\]([\w-]+?)-(\d+\.\d+\.\d+[^/\\]*)[/\\]/.exec(path) ?? [];
  if (name !== undefined && version !== undefined) return { name, version };
  const [, checkout] = /[/\\]git[/\\]checkouts[/\\]([\w-]+?)-[0-9a-f]{16}[/\\]/.exec(path) ?? [];
  const [, vendored] = /(?:^|\/)vendor\/([\w-]+)\//.exec(path) ?? [];
  const other = checkout ?? vendored;
  return other === undefined ? undefined : { name: other };
}

/** Whether an error is a `compile_error!` of the source. */
export function isRefusal({ code, text }: Pick<RustcError, 'code' | 'text'>): boolean {
  return code === undefined && /\|\s*(?:[\w:]+::)?compile_error!/.test(text);
}
