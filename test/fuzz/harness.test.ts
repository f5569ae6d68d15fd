import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const fuzz = async (target: string, hang = '30') => {
  const args = ['scripts/fuzz/fuzz.mjs', target, '--targets', 'test/fuzz/faulty', '--seconds', '5', '--hang', hang];
  const run = promisify(execFile)(process.execPath, [...args, '--seed', '1']);
  const { stdout, code } = await run.then(
    ({ stdout }) => ({ stdout, code: 0 }),
    (error: { stdout: string; code: number }) => error,
  );
  const [, file = ''] = /FINDING (\S+)/.exec(stdout) ?? [];
  return { code, stdout, input: file && readFileSync(file) };
};

describe('fuzzing finds a reader that', () => {
  it('throws another error than it may, by the code that inputs reach, and saves the smallest input', async () => {
    const { code, stdout, input } = await fuzz('throws');
    expect(stdout).toContain('RangeError: planted');
    expect(input).toEqual(Buffer.from([0xf1, 0x42, 0x99]));
    expect(code).toBe(1);
  });

  it('does not end', async () => {
    const { code, stdout, input } = await fuzz('hangs', '2');
    expect(stdout).toContain('it does not end within 2 s');
    expect(input).toHaveLength(8);
    expect(code).toBe(1);
  });

  it('takes more memory than it may', async () => {
    const { code, stdout } = await fuzz('grows');
    expect(stdout).toContain('ERR_WORKER_OUT_OF_MEMORY');
    expect(code).toBe(1);
  });

  it('takes more steps than its input has bytes for', async () => {
    const { code, stdout } = await fuzz('works');
    expect(stdout).toMatch(/it takes \d+ branches/);
    expect(code).toBe(1);
  });
});
