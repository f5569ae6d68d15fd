import { describe, expect, it } from 'vitest';
import { confirm } from '../../../generators/commands/update/confirm.js';
import { catchOutput, terminal } from '../../support/terminal.js';

catchOutput();
const { signal } = new AbortController();
const named = (name: string) => Object.assign(new Error(name), { name });

describe('the question whether to go on', () => {
  it.each([
    [true, true],
    [false, false],
    [undefined, false],
  ])('takes %s for %s', async (go, is) => {
    terminal(true);
    const asked: object[][] = [];
    const prompt = async (questions: object[]) => {
      asked.push(questions);
      return { go };
    };
    expect(await confirm('Update it?', signal, prompt)).toBe(is);
    expect(asked).toEqual([[{ type: 'confirm', name: 'go', message: 'Update it?', default: true }]]);
  });

  it.each(['ExitPromptError', 'AbortPromptError'])('takes Ctrl-C and Ctrl-D for a no (%s)', async (name) => {
    terminal(true);
    expect(await confirm('Update it?', signal, () => Promise.reject(named(name)))).toBe(false);
  });

  it('does not hide a defect', async () => {
    terminal(true);
    await expect(confirm('Update it?', signal, () => Promise.reject(named('TypeError')))).rejects.toThrow('TypeError');
  });

  it.each(['stdin', 'stderr'] as const)('is not asked where %s is no terminal', async (stream) => {
    terminal(true);
    Object.defineProperty(process[stream], 'isTTY', { value: false, configurable: true });
    await expect(confirm('Update it?', signal, async () => ({ go: true }))).rejects.toMatchObject({
      exitCode: 1,
      fix: [
        { command: '--yes', text: 'updates without asking' },
        { command: '--check', text: 'only shows it' },
      ],
    });
  });
});
