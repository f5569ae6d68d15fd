/** Characters of a line that are taken together. A program may print gigabytes without an end of line. */
const LINE_MAX = 8192;

/** The lines of a stream of text, ended by `\n`, `\r\n` or, as progress bars do it, `\r`. What is longer comes in pieces. */
export async function* linesOf(stream: NodeJS.ReadableStream): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  /** Whether the last line ended in `\r`: a `\n` next is of the same end. */
  let returned = false;
  for await (const piece of untilClosed(stream)) {
    const text = typeof piece === 'string' ? piece : decoder.decode(piece, { stream: true });
    if (text === '') continue;
    const fresh = returned && text.startsWith('\n') ? text.slice(1) : text;
    returned = text.endsWith('\r');
    const lines = (rest + fresh).split(/\r\n|\n|\r/);
    rest = lines.pop() ?? '';
    for (const line of lines) yield* cut(line);
    if (rest.length < LINE_MAX) continue;
    yield* cut(rest);
    rest = '';
  }
  if (rest !== '') yield* cut(rest);
}

/** A stream's pieces. One that is destroyed before its end (process.ts) has no more, and is no error. */
async function* untilClosed(stream: NodeJS.ReadableStream): AsyncGenerator<string | Buffer> {
  try {
    yield* stream;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
}

function* cut(line: string): Generator<string> {
  for (let at = 0; at === 0 || at < line.length; at += LINE_MAX) yield line.slice(at, at + LINE_MAX);
}
