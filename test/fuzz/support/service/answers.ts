import { must } from '../target.js';

/** A response, without its date, which is the same in all. */
export interface Answer {
  status: number;
  head: string;
  body: string;
}

/** What docs/guides/server.md documents, and 417, 501 and 505 of RFC 9110. */
const STATUSES = new Set([200, 400, 404, 405, 411, 413, 417, 431, 501, 505]);
const CONTINUE = 'HTTP/1.1 100 Continue\r\n\r\n';

/**
 * The responses in what a client received. Each is whole, has a documented status, and is a line of the log.
 * Without 100 Continue: only a client whose body is late gets it.
 */
export function answersIn(sent: string, received: string, log: string): Answer[] {
  must(/^(?:[!-~]+ [!-~]+ \d{3}\n)*$/.test(log), `its log has other bytes than text: ${JSON.stringify(log)}`);
  const lines = log.split('\n').slice(0, -1);
  const answers: Answer[] = [];
  for (let rest = received; rest !== ''; ) {
    if (rest.startsWith(CONTINUE)) {
      rest = rest.slice(CONTINUE.length);
      continue;
    }
    const [, head = '', code] = /^(HTTP\/1\.1 (\d{3}) [ -~]+\r\n(?:[A-Z][A-Za-z-]+: [ -~]+\r\n)+\r\n)/.exec(rest) ?? [];
    must(head !== '', `these bytes are no response: ${JSON.stringify(rest.slice(0, 200))}`);
    const status = Number(code);
    must(STATUSES.has(status), `status ${status} is not documented`);
    const line = lines[answers.length] ?? 'nothing';
    must(line.endsWith(` ${status}`), `its log has ${JSON.stringify(line)} for a response with status ${status}`);
    const length = line.startsWith('HEAD ') ? 0 : Number(/\r\nContent-Length: (\d+)\r\n/.exec(head)?.[1]);
    const body = rest.slice(head.length, head.length + length);
    // The log has no method of a request that was refused early, which was HEAD.
    const isRefusedHead = line.startsWith('- - ') && sent.includes('HEAD ') && body === '';
    must(isRefusedHead || body.length === length, `a body has ${body.length} bytes in place of ${length}`);
    answers.push({ status, head, body });
    rest = rest.slice(head.length + length);
    must(
      rest === '' || !head.includes('\r\nConnection: close\r\n'),
      'bytes follow a response that closes the connection',
    );
  }
  must(lines.length === answers.length, `its log has ${lines.length} lines for ${answers.length} responses`);
  return answers;
}
