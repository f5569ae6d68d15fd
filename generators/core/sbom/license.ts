import parse from 'spdx-expression-parse';

/** Whether a text is an SPDX expression. */
export function isExpression(license: string): boolean {
  try {
    parse(license);
    return true;
  } catch {
    return false;
  }
}
