import type { Fix } from '../failure.js';
import { asTyped } from '../options/started-by.js';
import { withDocuments } from '../system/package-root.js';

/** A fix as the user types and reads it here: this program by the command that started it, documents by their path. */
export function shownFix({ command, text }: Fix): Fix {
  const shown = (words: string) => withDocuments(asTyped(words));
  if (command === undefined) return { text: shown(text) };
  return { command: shown(command), ...(text !== undefined && { text: shown(text) }) };
}

/** The same on one line, for users. */
export function fixLine(fix: Fix): string {
  const { command, text } = shownFix(fix);
  return [command, text].filter((part) => part !== undefined).join('   ');
}
