import { expect, it } from 'vitest';
import { Client, exchange, statusOf } from './service-clients.js';

const HOST = 'Host: x\r\n';
const GET = `GET /healthz HTTP/1.1\r\n${HOST}\r\n`;
const post = (text: string | Buffer, more = '') => {
  const body = Buffer.from(text);
  return Buffer.concat([
    Buffer.from(`POST /echo HTTP/1.1\r\n${HOST}${more}Content-Length: ${body.length}\r\n\r\n`),
    body,
  ]);
};

/** Requests, and the status of each. */
const answers: [request: string, status: number][] = [
  ['GET / HTTP/1.1', 200],
  ['GET /healthz?full=1 HTTP/1.1', 200],
  ['GET http://x/healthz HTTP/1.1', 200],
  ['GET /nope HTTP/1.1', 404],
  ['GET nope HTTP/1.1', 400],
  ['GET  / HTTP/1.1', 400],
  ['GET / HTTP/1.1 ', 400],
  ['G(T / HTTP/1.1', 400],
  ['GET / HTTP/2.0', 505],
  ['GET / HTTP/1.1\r\nno colon', 400],
  ['GET / HTTP/1.1\r\nA : b', 400],
  ['GET / HTTP/1.1\r\n folded: b', 400],
  ['GET / HTTP/1.1\r\nA: b\rc', 400],
  ['GET / HTTP/1.1\r\nA: b\nc: d', 400],
  ['GET / HTTP/1.1\r\nA: \0', 400],
  ['GET / HTTP/1.1\r\nHost: y', 400],
  ['POST /echo HTTP/1.1\r\nContent-Length: 0\r\nContent-Length: 0', 400],
  ['POST /echo HTTP/1.1\r\nContent-Length: -1', 400],
  ['POST /echo HTTP/1.1\r\nContent-Length: 0x10', 400],
  ['POST /echo HTTP/1.1\r\nContent-Length: 0\r\nTransfer-Encoding: chunked', 400],
  ['POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked', 411],
  ['POST /echo HTTP/1.1\r\nTransfer-Encoding: xchunked', 501],
  ['POST /echo HTTP/1.1\r\nContent-Length: 1048577', 413],
  ['POST /echo HTTP/1.1\r\nContent-Length: 184467440737095516160', 413],
  ['POST /echo HTTP/1.1\r\nExpect: tea', 417],
];

/** Where Go's net/http differs from the strict parsers. */
const LIBRARY: Readonly<Record<string, number>> = {
  'GET / HTTP/1.1\r\nA: b\nc: d': 200,
  'POST /echo HTTP/1.1\r\nContent-Length: 0\r\nContent-Length: 0': 200,
  // The length does not count.
  'POST /echo HTTP/1.1\r\nContent-Length: 0\r\nTransfer-Encoding: chunked': 411,
  'POST /echo HTTP/1.1\r\nContent-Length: 184467440737095516160': 400,
};

/** The parser of a service: of this project, or the one of the language's library. */
export type Parser = 'strict' | 'library';

/**
 * What every service of ours does, seen by its clients.
 *
 * @param parser its parser
 */
export function serviceTests(port: () => number, parser: Parser = 'strict'): void {
  const expected = answers.map(([request, status]): [string, number] => [
    request,
    (parser === 'library' ? LIBRARY[request] : undefined) ?? status,
  ]);

  it('the routes answer, other paths are not found, and another method is refused with those that are allowed', async () => {
    const health = await exchange(port(), GET);
    expect(health?.body.toString()).toBe('ok\n');
    expect(health?.head).toMatch(/^Date: \w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/m);
    expect((await exchange(port(), post('hé\0\n')))?.body.toString()).toBe('hé\0\n');
    const refused = await exchange(port(), `DELETE / HTTP/1.1\r\n${HOST}\r\n`);
    expect(refused).toMatchObject({ status: 405, head: expect.stringMatching(/^Allow: GET, HEAD\r?$/m) });
    expect((await exchange(port(), `GET /echo HTTP/1.1\r\n${HOST}\r\n`))?.head).toMatch(/^Allow: POST\r?$/m);
  });

  it.each(expected)('%j gets %i', async (request, status) => {
    expect(await statusOf(port(), `${request}\r\n${HOST}\r\n`)).toBe(status);
  });

  it('a request without a host gets 400', async () => {
    expect(await statusOf(port(), 'GET / HTTP/1.1\r\n\r\n')).toBe(400);
  });

  it('HEAD has the head of GET and no body, so that the next response follows at once', async () => {
    const client = new Client(port()).send(`HEAD / HTTP/1.1\r\n${HOST}\r\n${GET}`);
    expect((await client.response(true))?.head).toMatch(/^Content-Length: [1-9]/m);
    expect((await client.response())?.body.toString()).toBe('ok\n');
    client.end();
  });

  // net/http sends a body to HEAD, too, where it refuses the request.
  it.skipIf(parser === 'library')('a refused HEAD gets no body, and what is no HEAD does', async () => {
    for (const [request, end] of [
      ['HEAD / HTTP/1.1\r\nA : b\r\n\r\n', '\r\n\r\n'],
      ['HEAD / HTTP/2.0\r\n\r\n', '\r\n\r\n'],
      [`HEAD /${'a'.repeat(9000)}`, '\r\n\r\n'],
      ['HEAD/ HTTP/1.1\r\n\r\n', 'refused\n'],
    ] as const) {
      const client = new Client(port()).send(request);
      client.socket.end();
      await client.closed;
      expect(client.received.toString().slice(-end.length)).toBe(end);
      expect(client.received.toString()).toMatch(/^Connection: close\r$/m);
    }
  });

  it('a head of 9 kB gets 431, whether its lines end or not', async () => {
    const long = 'a'.repeat(9000);
    expect(await statusOf(port(), `GET / HTTP/1.1\r\n${HOST}A: ${long}\r\n\r\n`)).toBe(431);
    expect(await statusOf(port(), `GET /${long}`)).toBe(431);
  });

  it('a body of 1 MB comes back to the byte, also to a client that begins to read late; one byte more gets 413', async () => {
    const body = Buffer.alloc(1024 * 1024, 'abcdefg');
    const late = new Client(port());
    late.socket.pause();
    late.send(post(body));
    expect(await statusOf(port(), GET)).toBe(200);
    late.socket.resume();
    expect((await late.response())?.body.equals(body)).toBe(true);
    late.end();
    expect(await statusOf(port(), post(Buffer.alloc(1024 * 1024 + 1)))).toBe(413);
  });

  it('requests that come in one piece are answered in their order, and so are those that come in bytes', async () => {
    const client = new Client(port()).send(`${GET}${post('one')}\r\n${GET}`);
    const bodies = [await client.response(), await client.response(), await client.response()];
    expect(bodies.map((one) => one?.body.toString())).toEqual(['ok\n', 'one', 'ok\n']);
    client.socket.setNoDelay(true);
    for (const byte of post('two').toString()) client.send(byte);
    expect((await client.response())?.body.toString()).toBe('two');
    client.end();
  });

  // net/http refuses it.
  it.skipIf(parser === 'library')(
    'an empty line before a request is skipped, also where its bytes come apart',
    async () => {
      const client = new Client(port()).send(`\r\n${GET}\r\n\r`);
      expect((await client.response())?.status).toBe(200);
      // By now the service has read the first byte of the second empty line.
      expect((await client.send(`\n${GET}`).response())?.status).toBe(200);
      client.end();
    },
  );

  it('a client that expects 100 Continue gets it before its body', async () => {
    const whole = post('body', 'Expect: 100-continue\r\n').toString();
    const client = new Client(port()).send(whole.slice(0, -4));
    expect((await client.response())?.status).toBe(100);
    expect((await client.send('body').response())?.body.toString()).toBe('body');
    client.end();
  });

  it('the connection stays open in HTTP/1.1, and not in HTTP/1.0 or where the client says so', async () => {
    const kept = new Client(port()).send(GET);
    await kept.response();
    expect((await kept.send(GET).response())?.status).toBe(200);
    kept.end();
    for (const request of ['GET / HTTP/1.0\r\n\r\n', `GET / HTTP/1.1\r\n${HOST}Connection: x, Close\r\n\r\n`]) {
      const client = new Client(port()).send(request);
      const head = (await client.response())?.head;
      // HTTP/1.0 closes without a word.
      if (!head?.startsWith('HTTP/1.0')) expect(head).toMatch(/^Connection: close\r?$/m);
      await client.closed;
    }
    const old = new Client(port()).send('GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n');
    expect((await old.response())?.head).toMatch(/^Connection: keep-alive\r?$/m);
    old.end();
  });

  // The service in Go takes 256.
  const many = parser === 'library' ? 240 : 1000;
  it(`${many} connections are served, and silent and unfinished ones more than that stop nobody`, async () => {
    const clients = await Promise.all(Array.from({ length: many }, () => new Client(port()).connected()));
    const statuses = await Promise.all(clients.map(async (client) => (await client.send(GET).response())?.status));
    expect(statuses.filter((status) => status === 200)).toHaveLength(many);
    const silent = await Promise.all(
      Array.from({ length: 200 }, (_, n) => new Client(port()).send(n % 2 ? '' : 'GET / HT').connected()),
    );
    expect(await statusOf(port(), GET)).toBe(200);
    for (const client of [...clients, ...silent]) client.end();
    expect(await statusOf(port(), GET)).toBe(200);
  });

  it('clients that leave in the middle, and bytes that are no HTTP, leave it as it was', async () => {
    for (const bytes of [GET.slice(0, 20), post('x'.repeat(5000)).subarray(0, 3000), '']) {
      (await new Client(port()).send(bytes).connected()).end();
    }
    // Numbers of a linear congruential generator: the same in every run.
    let seed = 1;
    const random = (below: number) => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return seed % below;
    };
    for (let n = 0; n < 200; n++) {
      const bytes = Buffer.from(n % 2 ? post('body') : GET.repeat(2));
      for (let times = 1 + random(4); times > 0; times--) bytes[random(bytes.length)] = random(256);
      const client = new Client(port()).send(bytes);
      client.socket.end();
      await client.closed;
    }
    expect(await statusOf(port(), GET)).toBe(200);
  });
}

/** What a service of ours may take of memory, seen in its process. */
export interface Load {
  /** Kilobytes that are resident. */
  resident(): Promise<number>;
  /** The most of them behind large bodies. */
  most: number;
  /** What it has printed. */
  printed(): Promise<string>;
}

/** What a strict service does under load, and its log. */
export function loadTests(port: () => number, { resident, most, printed }: Load): void {
  it('each request is a line of the log, and none holds a byte that acts on a terminal', async () => {
    await exchange(port(), 'GET /\x1b[2J HTTP/1.1\r\nHost: x\r\n\r\n');
    await exchange(port(), `GET /log-${'a'.repeat(300)} HTTP/1.1\r\nHost: x\r\n\r\n`);
    await expect.poll(printed, { timeout: 30_000 }).toMatch(/^GET \/log-a{195} 404$/m);
    const log = await printed();
    expect(log).toMatch(/^GET \/healthz 200$/m);
    expect(log).toMatch(/^- - 400$/m);
    expect(log.replaceAll(/[ -~\n]/g, '')).toBe('');
  });

  it('large bodies, one after the other and side by side, leave its memory bounded', async () => {
    const request = post(Buffer.alloc(1024 * 1024));
    // Bodies that are begun, and not finished: more than all buffers together may hold.
    const clients = Array.from({ length: 100 }, () => new Client(port()).send(request.subarray(0, -1)));
    const refused = await Promise.race(clients.map((client) => client.response()));
    expect(refused?.status).toBe(503);
    for (const client of clients) client.end();
    for (let n = 0; n < 100; n++) expect(await statusOf(port(), request)).toBe(200);
    expect(await resident()).toBeLessThan(most);
  });

  it('100,000 requests leave its memory as it was', { timeout: 120_000 }, async () => {
    const client = new Client(port());
    const batch = GET.repeat(500);
    const thousands = async (count: number) => {
      for (let n = 0; n < count * 2; n++) {
        client.send(batch);
        for (let each = 0; each < 500; each++) expect((await client.response())?.status).toBe(200);
      }
    };
    await thousands(5);
    const before = await resident();
    await thousands(95);
    // 40 bytes that are lost with each request are more.
    expect((await resident()) - before).toBeLessThan(3500);
    client.end();
  });
}

/** Clients whose requests are never complete, when the service has closed both: what each has received. */
export interface SlowClients {
  silent: Buffer;
  drips: Buffer;
}

/**
 * Begins what waits for the time limit of a service. It must be a process of its own: where connections are too many, one
 * that waits is closed before its time.
 */
export async function slowClients(port: number): Promise<SlowClients> {
  const silent = new Client(port);
  const drips = new Client(port).send('GET / HTTP/1.1\r\n');
  const drip = setInterval(() => drips.send('A'), 500);
  await Promise.all([silent.closed, drips.closed]);
  clearInterval(drip);
  return { silent: silent.received, drips: drips.received };
}

/** What a service does with slow clients. They only wait, while other tests run. */
export function slowTest(clients: () => Promise<SlowClients> | undefined, parser: Parser = 'strict'): void {
  it('a request that is not complete in time is closed, however its bytes come', { timeout: 60_000 }, async () => {
    const received = await clients();
    expect(received?.silent.length).toBe(0);
    // net/http answers at the end of the time.
    if (parser === 'strict') expect(received?.drips.length).toBe(0);
    else expect(received?.drips.toString()).toMatch(/^HTTP\/1.1 400 /);
  });
}
