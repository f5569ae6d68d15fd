import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A connection to a service on this machine, as bytes. */
export class Client {
  readonly socket: Socket;
  received = Buffer.alloc(0);
  /** Resolves when the service has closed the connection, or reset it. */
  readonly closed: Promise<void>;
  #woken = () => {};

  constructor(port: number) {
    this.socket = connect(port, '127.0.0.1');
    this.socket.on('data', (bytes) => {
      this.received = Buffer.concat([this.received, bytes]);
      this.#woken();
    });
    this.socket.on('error', () => {});
    this.closed = new Promise((resolve) => this.socket.on('close', () => resolve()));
    void this.closed.then(() => this.#woken());
  }

  async connected(): Promise<this> {
    if (this.socket.connecting) await once(this.socket, 'connect');
    return this;
  }

  send(bytes: string | Buffer): this {
    this.socket.write(bytes);
    return this;
  }

  /** The next response: of one to HEAD, the head. Undefined where the connection ends before. */
  async response(isHead = false): Promise<{ status: number; head: string; body: Buffer } | undefined> {
    for (;;) {
      const end = this.received.indexOf('\r\n\r\n');
      if (end >= 0) {
        const head = this.received.subarray(0, end).toString('latin1');
        const length = isHead ? 0 : Number(/^content-length: (\d+)$/im.exec(head)?.[1] ?? 0);
        const whole = end + 4 + length;
        if (this.received.length >= whole) {
          const body = this.received.subarray(end + 4, whole);
          this.received = this.received.subarray(whole);
          return { status: Number(head.split(' ')[1]), head, body };
        }
      }
      if (this.socket.closed) return undefined;
      await new Promise<void>((resolve) => {
        this.#woken = resolve;
      });
    }
  }

  end(): void {
    this.socket.destroy();
  }
}

/** Sends one request on a connection of its own, and returns the response. */
export async function exchange(port: number, bytes: string | Buffer) {
  const client = new Client(port).send(bytes);
  try {
    return await client.response(bytes.toString('latin1', 0, 5).startsWith('HEAD '));
  } finally {
    client.end();
  }
}

/** The status of the response to one request. */
export async function statusOf(port: number, bytes: string | Buffer): Promise<number | undefined> {
  return (await exchange(port, bytes))?.status;
}
