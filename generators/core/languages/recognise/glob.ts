/** A pattern of paths. */
export interface Glob {
  test(path: string): boolean;
}

/**
 * Reads a pattern of paths: `*` and `?` stand for characters of one name, `**` for any, and `**` with a slash behind it
 * for folders, or none. All ways to match are followed at once: a regular expression would try them one after the
 * other, and for `*a*a*a*a…b` there are more than it could finish.
 */
export function globPattern(glob: string): Glob {
  const tokens = glob.match(/\*\*\/|\*\*|[\s\S]/gu) ?? [];
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

function placesAfter(tokens: readonly string[], place: number, character: string): number[] {
  const start = Math.floor(place);
  const token = tokens[start];
  if (token === '**/') return character === '/' ? [start + INSIDE, start + 1] : [start + INSIDE];
  if (token === '**') return [place];
  if (token === '*') return character === '/' ? [] : [place];
  if (token === '?') return character === '/' ? [] : [place + 1];
  return token === character ? [place + 1] : [];
}

/** Stars may stand for nothing, too. */
function withSkips(tokens: readonly string[], places: readonly number[]): Set<number> {
  const all = new Set(places);
  // A set that grows while it is walked through is walked through to its new end.
  for (const place of all) if (tokens[place]?.startsWith('*')) all.add(place + 1);
  return all;
}
