import { describe, expect, it } from 'vitest';
import { commands } from '../../generators/commands/commands.js';
import { commandNames } from '../../generators/core/options/command-list.js';
import { asDirectory } from '../../generators/core/options/command-names.js';
import { fileOf, render } from '../support/projects.js';

describe('the names of subcommands', () => {
  it('are those of the subcommands', () => {
    expect(commands.map(({ name }) => name)).toEqual(commandNames);
  });
});

describe('a folder as the first word of a command line', () => {
  it.each([
    ['hello', 'hello'],
    ['update', './update'],
    ['-x', './-x'],
    ['a/update', 'a/update'],
    ['./update', './update'],
    ['updte', './updte'],
    ['run', './run'],
    ['help', './help'],
    ['constructor', 'constructor'],
    ['build', './build'],
    ['biuld', './biuld'],
    ['guild', 'guild'],
    ['vector', 'vector'],
    ['docker', 'docker'],
    ['hello', 'hello'],
  ])('%s is given as %s', (shown, given) => {
    expect(asDirectory(shown)).toBe(given);
  });

  it("stands so in a project's own line", async () => {
    expect(fileOf(await render('c', 'update'), 'README.md')).toContain('npm init wasm-oci ./update -- ');
  });
});
