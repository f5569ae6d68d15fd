import { stripVTControlCharacters } from 'node:util';

// Texts that come from an image, a preset, a manifest, a file name or another program can hold what a terminal acts
// upon: OSC 52 writes the clipboard, OSC 8 hides a link's target, cursor movements and bidi controls show another text
// than the one that is there. Every text for people passes one of these functions; output.ts is the last of them.

/** What a terminal acts upon instead of showing it: control characters, and those that turn the direction of text. */
const ACTIVE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** The same without the tab, which only moves to the right. */
const ACTIVE_IN_LINE = /(?!\t)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** The styles that chalk writes for this program: bold, dim, black to cyan, gray, their ends, and the colors of a diff. */
const STYLE = String.raw`\x1b\[(?:0|1|2|22|30|31|32|33|34|35|36|37|39|90|41|42|49)m`;

/** What a whole text may not hold: everything active but line ends, tabs and our own styles. */
const ACTIVE_IN_TEXT = new RegExp(String.raw`(${STYLE})|(?![\t\n])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]`, 'gu');

const codePoint = (one: string) => `\\u{${one.codePointAt(0)?.toString(16)}}`;

/**
 * A text on one line and of a bounded length, so that it can neither break the terminal nor the report. Characters that
 * cannot be shown appear as their code points.
 *
 * @param max the longest text in UTF-16 units; a longer one ends in "…"
 */
export function printable(text: string, max = 160): string {
  const shown = text.slice(0, max).replace(ACTIVE, codePoint);
  return text.length > max ? `${shown}…` : shown;
}

/** A line that another program printed, without its colors and cursor movements. Tabs stay. */
export function printableLine(line: string): string {
  return stripVTControlCharacters(line.replace(/\r$/, '')).replace(ACTIVE_IN_LINE, codePoint);
}

/** A text of several lines, such as another program's output. Line ends and tabs stay. */
export function printableLines(text: string): string {
  return text.split('\n').map(printableLine).join('\n');
}

/**
 * A message, which may have several lines. Further lines begin with the indent, so that none of them can look like a
 * line of the report around it.
 */
export function printableParagraph(text: string, indent: string): string {
  const [first = '', ...more] = text.split('\n').map((line) => printable(line.trim(), Number.POSITIVE_INFINITY));
  return [first, ...more.map((line) => `${indent}${line}`)].join('\n');
}

/**
 * A whole report, ready for the terminal: only line ends, tabs and the styles of this program's own reports are left to
 * act. The texts inside it have passed `printable` before, so that they cannot bring styles or lines of their own.
 */
export function onlyStyled(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(ACTIVE_IN_TEXT, (one, style?: string) => style ?? codePoint(one));
}

/** Whatever JSON.stringify leaves as it is and a terminal acts upon: DEL, C1, bidi and other format characters. */
const ACTIVE_IN_JSON = /(?![\t\n])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * A value as JSON that is safe to print in a terminal, and equal to the value when it is parsed.
 *
 * @param indent spaces a level; without it, the document is one line
 */
export function jsonText(value: unknown, indent?: number): string {
  const units = (one: string) =>
    Array.from({ length: one.length }, (_, index) => `\\u${one.charCodeAt(index).toString(16).padStart(4, '0')}`);
  return `${JSON.stringify(value, null, indent).replace(ACTIVE_IN_JSON, (one) => units(one).join(''))}\n`;
}
