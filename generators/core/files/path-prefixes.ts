/** A path with `/` between folders, from its first folder down to itself: of `a/b/c` these are `a`, `a/b` and `a/b/c`. */
export function pathPrefixes(path: string): string[] {
  const parts = path.split('/');
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}
