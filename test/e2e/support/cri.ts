import { connect, constants } from 'node:http2';
import { connect as connectSocket } from 'node:net';

/** A message of protocol buffers by the numbers of its fields: a text, a number, a message, or several of them. */
export interface Message {
  [field: number]: string | number | Message | (string | Message)[];
}

function encoded(message: Message): Buffer {
  const parts = Object.entries(message).flatMap(([field, value]) =>
    [value].flat().map((one) => {
      const tag = Number(field) << 3;
      if (typeof one === 'number') return Buffer.concat([varint(tag), varint(one)]);
      const bytes = typeof one === 'string' ? Buffer.from(one) : encoded(one);
      return Buffer.concat([varint(tag | 2), varint(bytes.length), bytes]);
    }),
  );
  return Buffer.concat(parts);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return Buffer.from([...bytes, rest]);
}

/** The last value of each field of a message, by its number: a number, or the bytes of a text or a message. */
export function decoded(bytes: Buffer): Record<number, number | Buffer> {
  const found: Record<number, number | Buffer> = {};
  let at = 0;
  const next = (): number => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = bytes[at++] ?? 0;
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const tag = next();
    if ((tag & 7) === 0) found[tag >> 3] = next();
    else {
      const size = next();
      found[tag >> 3] = bytes.subarray(at, at + size);
      at += size;
    }
  }
  return found;
}

/**
 * Calls a method of the container runtime interface, as a kubelet does: gRPC over a socket. The numbers of fields are those
 * of k8s.io/cri-api, runtime/v1/api.proto.
 *
 * @throws Error with the message of the runtime
 */
export async function callCri(
  socket: string,
  method: `${'Runtime' | 'Image'}Service/${string}`,
  message: Message,
): Promise<Record<number, number | Buffer>> {
  const session = connect('http://localhost', { createConnection: () => connectSocket(socket) });
  try {
    return await new Promise((resolve, reject) => {
      session.on('error', reject);
      const request = session.request({
        [constants.HTTP2_HEADER_METHOD]: 'POST',
        [constants.HTTP2_HEADER_PATH]: `/runtime.v1.${method}`,
        'content-type': 'application/grpc',
        te: 'trailers',
      });
      const body = encoded(message);
      const head = Buffer.alloc(5);
      head.writeUInt32BE(body.length, 1);
      const pieces: Buffer[] = [];
      let status: Record<string, unknown> = {};
      request.on('response', (headers) => {
        status = { ...status, ...headers };
      });
      request.on('trailers', (headers) => {
        status = { ...status, ...headers };
      });
      request.on('data', (piece: Buffer) => pieces.push(piece));
      request.on('error', reject);
      request.on('end', () => {
        if (status['grpc-status'] === '0') resolve(decoded(Buffer.concat(pieces).subarray(5)));
        else reject(new Error(decodeURIComponent(String(status['grpc-message'] ?? 'no answer'))));
      });
      request.end(Buffer.concat([head, body]));
    });
  } finally {
    session.destroy();
  }
}
