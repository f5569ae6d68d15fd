import { describe, expect, it, vi } from 'vitest';
import { pipe, run } from '../../generators/core/system/process.js';
import { lives } from '../support/processes.js';

/** Runs a script of Node's, and collects its output line by line. */
async function told(script: string) {
  const lines: string[] = [];
  const ended = await run(process.execPath, ['-e', script], { onLine: (line) => lines.push(line) });
  return { lines, ended };
}

describe('run, line by line', () => {
  // The C of libgit2-sys: 3800 lines of errors follow the line that names it.
  it('keeps what is said before thousands of lines, and not all of a hundred thousand', async () => {
    const ended = async (count: number) =>
      (await told(`console.error('first'); for (let at = 0; at < ${count}; at++) console.error(at)`)).ended.stderr;
    expect(await ended(5000)).toMatch(/^first\n/);
    const all = await ended(100_000);
    expect(all).toMatch(/\n99999\n$/);
    expect(all.split('\n').length).toBeLessThan(20_000);
  });

  it('ends lines at \\n, \\r\\n and \\r (progress bars), across pieces and within a letter', async () => {
    const { lines, ended } = await told(`
      const bytes = Buffer.from('one\\ntwo\\r\\nthree\\rvier: ü\\n\\nend');
      let at = 0;
      const next = () => at < bytes.length && process.stdout.write(bytes.subarray(at, ++at), next);
      next();
    `);
    expect(lines).toEqual(['one', 'two', 'three', 'vier: ü', '', 'end']);
    expect(ended).toMatchObject({ exitCode: 0, stdout: 'one\ntwo\nthree\nvier: ü\n\nend\n' });
  });

  it('cuts a line that has no end, so that memory has one', async () => {
    let longest = 0;
    let characters = 0;
    const { stdout } = await run('sh', ['-c', 'head -c 200000000 /dev/zero'], {
      onLine(line) {
        longest = Math.max(longest, line.length);
        characters += line.length;
      },
    });
    expect(characters).toBe(200_000_000);
    expect(longest).toBeLessThan(70_000);
    expect(stdout.length).toBeLessThan(20_000_000);
  });
});

it('what a program writes waits for a reader that has something else to do first', async () => {
  const args = ['-e', 'process.stdout.write("x".repeat(100_000))'];
  const late = async (stream: NodeJS.ReadableStream) => {
    // The program has ended, and everything it wrote would be gone.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    let size = 0;
    for await (const piece of stream) size += piece.length;
    return size;
  };
  expect(await pipe(process.execPath, args, late)).toMatchObject({ exitCode: 0, result: 100_000 });
});

describe.skipIf(process.platform === 'win32')('a program that hears no signal', () => {
  it('is killed at once where that is asked for, without a word to it before', async () => {
    const stop = new AbortController();
    const script = 'trap "echo heard" TERM; echo ready; while :; do sleep 0.05; done';
    const ended = await run('sh', ['-c', script], {
      signal: stop.signal,
      atOnce: true,
      onLine: () => stop.abort(),
    });
    expect(ended).toMatchObject({ signal: 'SIGKILL', stdout: 'ready\n' });
  });
});

describe.skipIf(process.platform === 'win32')('a program that does not end in time', () => {
  it.each([
    ['its output is collected', {}],
    ['its output is read by lines', { onLine: () => {} }],
  ])('is not waited for when a child of its own holds its output open: %s', async (_, options) => {
    const { timedOut, stdout } = await run('sh', ['-c', 'sleep 600 & echo $!; wait'], { timeout: 300, ...options });
    expect(timedOut).toBe(true);
    // The child lives on: this throws when there is none.
    process.kill(Number(stdout), 'SIGKILL');
  });

  it('ends with all that it started, where that is asked for', async () => {
    const { timedOut, stdout } = await run('sh', ['-c', 'sleep 600 & echo $!; wait'], {
      timeout: 3000,
      killGroup: true,
    });
    expect({ timedOut, stdout }).toEqual({ timedOut: true, stdout: expect.stringMatching(/^\d+\n$/) });
    await vi.waitFor(async () => expect(await lives(stdout)).toBe(false), 20_000);
  });

  it('is not waited for, either, when its reader has given up', async () => {
    let said = '';
    const giveUp = async (stream: NodeJS.ReadableStream) => {
      for await (const piece of stream) {
        said += piece;
        throw new Error('enough');
      }
    };
    expect(await pipe('sh', ['-c', 'sleep 600 & echo $!; wait'], giveUp)).toMatchObject({
      broken: new Error('enough'),
    });
    process.kill(Number(said), 'SIGKILL');
  });
});
