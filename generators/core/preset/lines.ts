import TOML from '@iarna/toml';

/**
 * Finds the line of every key in a TOML text, which its parser does not tell: the key of a statement is there
 * once the text up to the statement's end parses, and not before. Takes a text that parses.
 * The time grows with the square of the lines, so texts are to be short (see TOML_MAX).
 */
export function keyLines(toml: string): Record<string, number> {
  const lines = toml.split('\n');
  // Without a prototype: a key may be called `constructor`.
  const found: Record<string, number> = Object.create(null);
  // The line after the last one at which everything so far was whole.
  let start = 1;
  for (const [index] of lines.entries()) {
    const document = parsed(lines.slice(0, index + 1).join('\n'));
    if (document === undefined) continue;
    for (const path of pathsOf(document)) found[path] ??= start;
    start = index + 2;
  }
  return found;
}

function parsed(toml: string): object | undefined {
  try {
    return TOML.parse(toml);
  } catch {
    return undefined;
  }
}

/** Every key of a document by its path, tables included; a key with a dot in it is quoted. */
function pathsOf(table: object, above: readonly string[] = []): string[] {
  return Object.entries(table).flatMap(([key, value]) => {
    const path = [...above, key];
    const below = typeof value === 'object' && value !== null && !Array.isArray(value) ? pathsOf(value, path) : [];
    return [pathText(path), ...below];
  });
}

/** A key's path as TOML writes it: `labels."org.example.team"`. */
export function pathText(path: readonly string[]): string {
  return path.map((key) => (/^[\w-]+$/.test(key) ? key : JSON.stringify(key))).join('.');
}
