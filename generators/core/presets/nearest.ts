import leven from 'leven';

/** The word of a list that a misspelt one was probably meant to be; undefined when none is near. */
export function nearest(text: string, words: readonly string[]): string | undefined {
  const most = Math.max(2, Math.ceil(text.length / 3));
  const [near] = words
    .map((word) => ({ word, distance: leven(text.toLowerCase(), word.toLowerCase(), { maxDistance: most + 1 }) }))
    .sort((a, b) => a.distance - b.distance);
  return near && near.distance <= most ? near.word : undefined;
}
