/** A text of a file: in a message, `{…}` is a value that the program inserts. */
export interface Text {
  line: number;
  kind: 'message' | 'docstring' | 'comment' | 'test';
  text: string;
}

/** The texts of a source file, in the order of their lines. */
export function sourceTexts(file: string, source: string): Text[];
