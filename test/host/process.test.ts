import { describe, expect, it } from 'vitest';
import { run } from '../../generators/core/host/process.js';

/** Runs a script of Node's, and collects what is told line by line. */
async function told(script: string) {
  const lines: string[] = [];
  const ended = await run(process.execPath, ['-e', script], { onLine: (line) => lines.push(line) });
  return { lines, ended };
}

describe('run, line by line', () => {
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
