/** A pattern of paths. */
export interface Glob {
  test(path: string): boolean;
}

/**
 * Reads a pattern of paths: `*` and `?` match characters of one name, `**` for any, and `**` with a slash behind it for
 * folders, or none. All ways to match are followed at once: a regular expression would try them one after the other,
 * and for `*a*a*a*a…b` there are more than it could finish.
 */
export function globPattern(glob: string): Glob {
  return tokenPattern(glob.match(/\*\*\/|\*\*|[\s\S]/gu) ?? []);
}

/** A piece of a pattern: a star or a question mark, a character, or a rule for one. */
export type Token = string | ((character: string) => boolean);

/** A pattern that was taken apart: the pieces of a path in the order in which they follow each other. */
export function tokenPattern(tokens: readonly Token[]): Glob {
  return {
    test(path) {
      let places = withSkips(tokens, [0]);
      for (const character of path) {
        places = withSkips(
          tokens,
          [...places].flatMap((place) => placesAfter(tokens, place, character)),
        );
      }
      return places.has(tokens.length);
    },
  };
}

/** Half a place further on is within the folders of a `**` with a slash. */
const INSIDE = 0.5;

function placesAfter(tokens: readonly Token[], place: number, character: string): number[] {
  const start = Math.floor(place);
  const token = tokens[start];
  if (token === '**/') return character === '/' ? [start + INSIDE, start + 1] : [start + INSIDE];
  if (token === '**') return [place];
  if (token === '*') return character === '/' ? [] : [place];
  if (token === '?') return character === '/' ? [] : [place + 1];
  const fits = typeof token === 'function' ? token(character) : token === character;
  return fits ? [place + 1] : [];
}

/** Stars may match nothing, too. */
function withSkips(tokens: readonly Token[], places: readonly number[]): Set<number> {
  const all = new Set(places);
  // A set that grows while it is walked through is walked through to its new end.
  for (const place of all) if (isStar(tokens[place])) all.add(place + 1);
  return all;
}

function isStar(token: Token | undefined): boolean {
  return typeof token === 'string' && token.startsWith('*');
}
