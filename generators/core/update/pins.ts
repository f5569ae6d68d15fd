/** An image that a Containerfile is pinned to, where the new version has another. */
export interface MovedPin {
  /** The build argument: `BUILDER_IMAGE`. */
  name: string;
  from: string;
  to: string;
}

/** The images that a Containerfile is pinned to, by the build argument that holds each. */
export function pinsOf(containerfile: string): Map<string, string> {
  return new Map(
    [...containerfile.matchAll(/^ARG (\w+_IMAGE)=(\S+)/gm)].map(([, name = '', image = '']) => [name, image]),
  );
}

/** The pins that an update moves: those that the templates or the preset changed, and that the user has not moved there yet. */
export function movedPins(versions: Record<'base' | 'mine' | 'theirs', string | undefined>): MovedPin[] {
  const { base = '', mine = '', theirs = '' } = versions;
  const [old, own] = [pinsOf(base), pinsOf(mine)];
  return [...pinsOf(theirs)].flatMap(([name, to]) => {
    const from = own.get(name);
    return from === undefined || from === to || old.get(name) === to ? [] : [{ name, from, to }];
  });
}
