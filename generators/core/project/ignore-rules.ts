import { posix } from 'node:path';
import { type Glob, type Token, tokenPattern } from '../languages/detect/glob.js';

/** What reads an ignore file. They differ: see `parseIgnoreFile`. */
export type Reader = 'podman build' | 'docker build';

/** A line of an ignore file. */
export interface IgnoreRule {
  /** False for `!pattern`, which takes files back in. */
  ignores: boolean;
  /** The pattern's own text, without `!`. */
  text: string;
  pattern: Glob;
}

/** A line that the reader refuses: the build ends with "syntax error in pattern". */
export interface BrokenLine {
  line: number;
  text: string;
}

/**
 * Reads an ignore file as Docker (BuildKit, moby/patternmatcher) or Podman (buildah 1.39) does. The same for both: `#`
 * begins a comment in the first column only, and white space at the ends and a slash at the end do not count. `.` and
 * `..` are resolved, `\\` escapes. Docker drops a slash at the start, with which Podman finds no file, and white space
 * after `!`.
 */
export function parseIgnoreFile(text: string, reader: Reader): { rules: IgnoreRule[]; broken: BrokenLine[] } {
  const rules: IgnoreRule[] = [];
  const broken: BrokenLine[] = [];
  for (const [index, line] of text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .entries()) {
    const trimmed = line.startsWith('#') ? '' : line.trim();
    if (trimmed === '') continue;
    const ignores = !trimmed.startsWith('!');
    const rest = ignores ? trimmed : trimmed.slice(1);
    const cleaned = posix.normalize(reader === 'docker build' ? rest.trim() : rest).replace(/(?<=.)\/$/, '');
    const own = reader === 'docker build' ? cleaned.replace(/^\/(?=.)/, '') : cleaned;
    const tokens = tokensOf(own);
    if (tokens === undefined) broken.push({ line: index + 1, text: trimmed });
    // `.` is the whole context, which neither omits.
    else if (own !== '.' && own !== '/') rules.push({ ignores, text: own, pattern: tokenPattern(tokens) });
  }
  return { rules, broken };
}

/** A pattern's pieces; undefined where a class is not closed or is empty, as Go's path.Match has it. */
function tokensOf(pattern: string): Token[] | undefined {
  const tokens: Token[] = [];
  const pieces = /\*\*\/|\*\*|\\([\s\S])|\[(\^?)((?:\\[\s\S]|[^\]\\])*)\]|[\s\S]/gu;
  for (const [piece, escaped, not, members] of pattern.matchAll(pieces)) {
    if (escaped !== undefined) tokens.push((character) => character === escaped);
    else if (members !== undefined) {
      const isMember = classMembers(members);
      if (!isMember) return undefined;
      tokens.push((character) => character !== '/' && isMember(character) !== (not === '^'));
    } else if (piece === '[' || piece === '\\') return undefined;
    else tokens.push(piece);
  }
  return tokens;
}

/** `a-z_` of `[a-z_]`. A `!` at its start is a member, not a negation. */
function classMembers(text: string): ((character: string) => boolean) | undefined {
  const ranges: [low: string, high: string][] = [];
  const one = String.raw`(?:\\([\s\S])|([^\\-]))`;
  const pattern = new RegExp(`${one}(?:-${one})?|[\\s\\S]`, 'gu');
  for (const [, escaped, plain, escapedHigh, plainHigh] of text.matchAll(pattern)) {
    const low = escaped ?? plain;
    if (low === undefined) return undefined;
    ranges.push([low, escapedHigh ?? plainHigh ?? low]);
  }
  if (ranges.length === 0) return undefined;
  return (character) => ranges.some(([low, high]) => low <= character && character <= high);
}
