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

/**
 * Shows a value a person gave in a message: quoted, on one line, and no longer than 60 characters,
 * so that a hostile or huge value can neither break the terminal nor flood it.
 */
export function shown(value: string): string {
  const short = value.length > 60 ? `${value.slice(0, 57)}...` : value;
  return JSON.stringify(short).replace(/[\u007f-\u009f\p{Bidi_Control}\u2028\u2029]/gu, (c) => {
    return `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
