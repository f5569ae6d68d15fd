/** `3083` as `3,083 bytes`. */
export function shownBytes(count: number): string {
  return `${count.toLocaleString('en-US')} bytes`;
}
