const PORT = 'a number from 1 to 65535 is needed';
const ADDRESS = 'an IPv4 address is needed, such as 0.0.0.0 or 127.0.0.1';

const ESCAPES = '8\x1b[2J"é\n';
const SOME = ['-1', '65536', '8080x', ESCAPES, 'localhost', '127.0.0.01'];
const ports = [
  '0',
  '-1',
  '+80',
  '65536',
  '99999999999999999999',
  'abc',
  '8080x',
  '80a',
  '80.0',
  '0x50',
  ' 8080',
  '8080 ',
];
const addresses = [
  'localhost',
  '127.0.0',
  '127.0.0.1.1',
  '127.0.0.256',
  '127.0.0.',
  '127..0.1',
  '127.0.0.-1',
  // Some programs read an octal number here.
  '127.0.0.01',
  ' 127.0.0.1',
  '127.0.0.1 ',
  '127.0.0.1:80',
  '::1',
  '::ffff:127.0.0.1',
  '0x7f000001',
];

/** Settings that no service takes, and the line of each on stderr. */
export const wrongSettings: [env: Record<string, string>, line: string][] = [
  ...ports.map((text): [Record<string, string>, string] => [{ PORT: text }, `error: PORT "${text}": ${PORT}`]),
  // Of its bytes those that a terminal shows.
  [{ PORT: ESCAPES }, `error: PORT "8?[2J"???": ${PORT}`],
  ...addresses.map((text): [Record<string, string>, string] => [
    { ADDRESS: text },
    `error: ADDRESS "${text}": ${ADDRESS}`,
  ]),
];

/** Some of them: one for each way to be wrong in which a language's own functions differ. */
export const someWrongSettings = wrongSettings.filter(([{ PORT: port, ADDRESS: address }]) =>
  [port, address].some((text) => text !== undefined && SOME.includes(text)),
);

/** An address of no machine, which ends a service at once: RFC 5737. */
export const ELSEWHERE = '203.0.113.1';

/** Settings that are right, and the place where each service then listens. */
export const rightSettings: [env: Record<string, string>, place: string][] = [
  [{ ADDRESS: ELSEWHERE }, `${ELSEWHERE}:8080`],
  [{ ADDRESS: ELSEWHERE, PORT: '' }, `${ELSEWHERE}:8080`],
  [{ ADDRESS: ELSEWHERE, PORT: '1' }, `${ELSEWHERE}:1`],
  [{ ADDRESS: ELSEWHERE, PORT: '0065535' }, `${ELSEWHERE}:65535`],
];
