import leven from 'leven';

/**
 * Whether a word is a name mistyped: at most so many letters too many, too few or wrong, or two neighbours swapped. The
 * last is one slip of the fingers, and two letters to an edit distance.
 */
export function isSlipOf(word: string, name: string, most: number): boolean {
  if (leven(word, name, { maxDistance: most + 1 }) <= most) return true;
  if (word.length !== name.length) return false;
  const wrong = [...word].flatMap((letter, index) => (letter === name[index] ? [] : [index]));
  const [one = 0, two = 0] = wrong;
  return wrong.length === 2 && two === one + 1 && word[one] === name[two] && word[two] === name[one];
}
