import { describe, expect, it } from 'vitest';
import { pipe, run } from '../../generators/core/host/process.js';

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
