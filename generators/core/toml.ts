import { type AST, ParseError, parseTOML } from 'toml-eslint-parser';

/** A TOML table as it was parsed. */
export type Table = Readonly<Record<string, unknown>>;

/** A TOML text that was parsed, and where its keys are. */
export interface TomlDocument {
  table: Table;
  /** The line of each table and key, counted from 1, by its path as `pathText` writes it. Entries of arrays have none. */
  lines: Readonly<Record<string, number>>;
}

/** A text that is not TOML. */
export class NotToml extends Error {
  /** Line and column of the mistake, counted from 1; undefined where the parser gave up on the whole text. */
  readonly line: number | undefined;
  readonly column: number | undefined;

  constructor(message: string, line?: number, column?: number) {
    super(message);
    this.name = 'NotToml';
    this.line = line;
    this.column = column;
  }
}

/**
 * Reads TOML 1.1, which cargo takes since 1.95 (inline tables of several lines). TOML 1.0 is part of it.
 *
 * @throws NotToml
 */
export function readToml(text: string): TomlDocument {
  const table: Record<string, unknown> = {};
  // Without a prototype: a key may be called `constructor`.
  const lines: Record<string, number> = Object.create(null);
  const [top] = parsedToml(text).body;
  const note = (path: readonly (string | number)[], { start }: AST.TOMLNode['loc']) => {
    if (path.every((key) => typeof key === 'string')) lines[pathText(path)] ??= start.line;
  };
  for (const node of top.body) {
    if (node.type === 'TOMLTable') note(node.resolvedKey, node.loc);
    const [path, entries] = node.type === 'TOMLTable' ? [node.resolvedKey, node.body] : [[], [node]];
    const holder = tableAt(table, path);
    for (const entry of entries) setEntry(holder, entry, path, note);
  }
  return { table, lines };
}

/** A key's path as TOML writes it: `labels."org.example.team"`. */
export function pathText(path: readonly string[]): string {
  return path.map((key) => (/^[\w-]+$/.test(key) ? key : JSON.stringify(key))).join('.');
}

/** Whether a value is a TOML table. */
export function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function parsedToml(text: string): AST.TOMLProgram {
  try {
    // cargo takes a byte order mark, which the parser does not.
    return parseTOML(text.replace(/^\ufeff/, ''), { tomlVersion: '1.1' });
  } catch (error) {
    if (error instanceof ParseError) throw notToml(text, error);
    // The parser calls itself for each level of an array.
    if (error instanceof RangeError) throw new NotToml('it is nested too deeply');
    throw error;
  }
}

function notToml(text: string, { message, index, lineNumber, column }: ParseError): NotToml {
  // What is missing at the end of a line is reported at the start of the next.
  if (!/^(?:Unspecified|Unterminated)/.test(message)) return new NotToml(sentence(message), lineNumber, column + 1);
  const before = text.slice(0, index).trimEnd().split('\n');
  return new NotToml(sentence(message), before.length, (before.at(-1)?.length ?? 0) + 1);
}

function sentence(message: string): string {
  const text = message.replace(/\.$/, '');
  return text.charAt(0).toLowerCase() + text.slice(1);
}

type Holder = Record<string | number, unknown>;

/**
 * The table of a path; tables on the way are made. The library's own getStaticTOMLValue follows `__proto__`, and so
 * changes every object of the process: keys are set and read as the object's own only.
 */
function tableAt(table: Holder, path: readonly (string | number)[]): Holder {
  return path.reduce<Holder>((holder, key, index) => {
    const own = Object.hasOwn(holder, key) ? (holder[key] as Holder) : undefined;
    return own ?? setOwn(holder, key, typeof path[index + 1] === 'number' ? [] : {});
  }, table);
}

function setOwn<Value>(holder: Holder, key: string | number, value: Value): Value {
  Object.defineProperty(holder, key, { value, enumerable: true, writable: true, configurable: true });
  return value;
}

type Note = (path: readonly (string | number)[], loc: AST.TOMLNode['loc']) => void;

function setEntry(
  holder: Holder,
  { key, value }: AST.TOMLKeyValue,
  above: readonly (string | number)[],
  note: Note,
): void {
  const names = key.keys.map((one) => (one.type === 'TOMLBare' ? one.name : one.value));
  const last = names.pop() as string;
  const path = [...above, ...names];
  for (let length = above.length + 1; length <= path.length; length++) note(path.slice(0, length), key.loc);
  note([...path, last], key.loc);
  setOwn(tableAt(holder, names), last, contentOf(value, [...path, last], note));
}

function contentOf(node: AST.TOMLContentNode, path: readonly (string | number)[], note: Note): unknown {
  if (node.type === 'TOMLArray') return node.elements.map((one, index) => contentOf(one, [...path, index], note));
  if (node.type === 'TOMLValue') return node.kind === 'integer' ? integerOf(node) : node.value;
  const table: Holder = {};
  for (const entry of node.body) setEntry(table, entry, path, note);
  return table;
}

/** Beyond 2^53 a number is not the one that was written; beyond 64 bits TOML has none, and cargo 1.95 refuses it. */
function integerOf({ value, bigint, loc }: Extract<AST.TOMLValue, { kind: 'integer' }>): number | bigint {
  if (BigInt.asIntN(64, bigint) !== bigint)
    throw new NotToml('the integer is beyond 64 bits', loc.start.line, loc.start.column + 1);
  return Number.isSafeInteger(value) ? value : bigint;
}
