/** A line that begins a file: `-- src/main.rs --`, as in the archives of Go's tests. */
const HEADER = /(?:^|\n)-- ([^\n]{1,200}) --\n/g;

/** The files in an input: contents by path, the last of a name. */
export function partsOf(input: Buffer): Map<string, Buffer> {
  // One character a byte: what is not text stays the same.
  const text = input.toString('latin1');
  const headers = [...text.matchAll(HEADER)];
  return new Map(
    headers.map((header, index) => {
      const contents = text.slice(header.index + header[0].length, headers[index + 1]?.index);
      return [header[1] as string, Buffer.from(contents, 'latin1')];
    }),
  );
}
