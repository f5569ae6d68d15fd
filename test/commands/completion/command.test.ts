import { expect, it } from 'vitest';
import { command } from '../../../generators/commands/completion/command.js';
import { completionScript } from '../../../generators/commands/completion/script.js';
import { catchOutput } from '../../support/terminal.js';

const said = catchOutput();

it.each(['bash', 'zsh', 'fish', 'pwsh'] as const)('the script of %s asks this program', async (shell) => {
  expect(await command([shell])).toBe(0);
  expect(said.stdout).toBe(completionScript(shell));
  expect(said.stdout).toMatch(/create-wasm-oci completion complete '?--'? /);
});

it('the script of bash evaluates nothing that was typed', () => {
  expect(completionScript('bash')).not.toMatch(/\beval\b|^readonly/m);
});

it.each([
  [[], 'completion needs a shell: bash, zsh, fish, pwsh.'],
  [['tcsh'], 'completion: "tcsh" is not one of bash, zsh, fish, pwsh.'],
  [['bash', 'zsh'], 'completion takes one shell, not "zsh" as well.'],
  [['bash', '--json'], "Unknown option '--json'."],
])('%j is refused', async (argv, message) => {
  await expect(command(argv)).rejects.toMatchObject({ message, exitCode: 1 });
});

it.each([
  [['ins'], /^inspect\t.*\n:4\n$/],
  [['inspect', '--require', ''], /^portable\t\nkubernetes\t\n:4\n$/],
  [['doctor', '--version'], /^:4\n$/],
  [['my-folder'], /^:16\n$/],
  [['inspect', 'hello.'], /^:0\n$/],
])('a script that asks for %j gets a word a line, then the kind of path', async (words, lines) => {
  expect(await command(['complete', '--', ...words])).toBe(0);
  expect(said.stdout).toMatch(lines);
});
