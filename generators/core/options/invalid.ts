/**
 * A value that breaks a rule. It does not know where the value came from:
 * whoever asked for it (a flag, the environment, a prompt) puts that in front.
 */
export class InvalidValue extends Error {
  constructor(rule: string) {
    super(rule);
    this.name = 'InvalidValue';
  }
}

/** Longest text of a value in a message, quotes aside. */
const SHOWN_MAX = 60;

/**
 * Shows a value a person gave in a message: quoted, on one line, and cut short, so that a hostile
 * or huge value can neither break the terminal nor flood it.
 */
export function shown(value: string): string {
  let text = '';
  for (const character of value.slice(0, SHOWN_MAX + 1)) {
    const piece = JSON.stringify(character).slice(1, -1).replace(INVISIBLE, escapedCodePoint);
    if (text.length + piece.length > SHOWN_MAX) return `"${text}..."`;
    text += piece;
  }
  return `"${text}"`;
}

/** Characters that JSON does not escape, but a terminal acts upon. */
const INVISIBLE = /[\u007f-\u009f\u2028\u2029\p{Bidi_Control}]/gu;

function escapedCodePoint(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
