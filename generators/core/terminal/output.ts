import { Writable } from 'node:stream';
import { jsonText, onlyStyled } from './printable.js';

/** Writes a report or a message for users. The only way for a text of this program to a terminal. */
export function writeText(stream: NodeJS.WritableStream, text: string): void {
  if (text !== '') stream.write(onlyStyled(text));
}

/** Writes one JSON document, indented by two spaces. */
export function writeJson(stream: NodeJS.WritableStream, document: object): void {
  stream.write(jsonText(document, 2));
}

/** Writes one JSON document on one line, for a stream of them. */
export function writeJsonLine(stream: NodeJS.WritableStream, document: object): void {
  stream.write(jsonText(document));
}

/** A stream for a library that writes by itself: what it writes is made safe to print. */
export function safeStream(stream: NodeJS.WritableStream): Writable {
  return new Writable({
    decodeStrings: false,
    write(chunk: string | Buffer, _encoding, done) {
      writeText(stream, chunk.toString());
      done();
    },
  });
}
