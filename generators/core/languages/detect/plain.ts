/** What is not plain in a name or path for the shell lines of a Containerfile. */
const NOT_PLAIN = /[^\p{L}\p{N} _.,+@%=/~-]/u;

/** Whether a name or a path can be written into a Containerfile. In a file of its own, since every start reads it. */
export function isPlain(text: string): boolean {
  return text !== '' && !NOT_PLAIN.test(text) && !text.startsWith('-');
}
