import { describe, expect, it } from 'vitest';
import { commands } from '../../generators/commands.js';
import { parseCommandLine } from '../../generators/core/answers/command-line.js';
import { helpText } from '../../generators/core/answers/help.js';
import { questions } from '../../generators/core/answers/questions.js';
import { switches } from '../../generators/core/answers/switches.js';

describe('parseCommandLine', () => {
  it('takes directory, questions and switches apart', () => {
    const line = parseCommandLine(['hello', '--language', 'c', '--name=My App', '--no-build', '--yes']);
    expect(line.directory).toBe('hello');
    expect(line.flags).toEqual({ language: 'c', name: 'My App' });
    expect(line.switches).toMatchObject({
      write: true,
      build: false,
      run: true,
      yes: true,
      'dry-run': false,
      push: false,
    });
  });

  it('takes questions of yes or no as switches', () => {
    expect(parseCommandLine(['--aot', '--no-wasm-opt']).flags).toEqual({ aot: true, 'wasm-opt': false });
  });

  it('ignores a stray --, wherever npm or a habit left it', () => {
    const line = parseCommandLine(['--', 'hello', '--', '--yes', '--']);
    expect(line).toMatchObject({ directory: 'hello', switches: { yes: true } });
  });

  it.each([
    [['--langauge', 'c'], "Unknown option '--langauge'"],
    [['--language'], '--language'],
    [['--yes=1'], '--yes'],
    [['-x'], "Unknown option '-x'"],
    [['a', 'b'], 'Two directories'],
    [[''], 'empty'],
    [['a\0b'], 'NUL'],
  ])('refuses %j', (argv, message) => {
    expect(() => parseCommandLine(argv)).toThrowError(
      expect.objectContaining({ message: expect.stringContaining(message), exitCode: 1 }),
    );
  });
});

describe('helpText', () => {
  it('shows every question, every switch and every environment variable', () => {
    const text = helpText(commands);
    for (const { key, environment } of questions) {
      expect(text).toContain(`--${key} `);
      expect(text).toContain(environment);
    }
    for (const { key, default: on } of switches) expect(text).toContain(`--${on ? 'no-' : ''}${key} `);
  });

  it('fits a terminal of 120 columns', () => {
    for (const line of helpText(commands).split('\n')) expect(line.length).toBeLessThanOrEqual(120);
  });
});
