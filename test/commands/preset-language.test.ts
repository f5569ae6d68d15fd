import { join } from 'node:path';
import { expect, it } from 'vitest';
import { command } from '../../generators/commands/preset/command.js';
import { write } from '../support/files.js';
import { presetHome } from '../support/preset-home.js';
import { LEAST } from '../support/presets.js';
import { catchOutput } from '../support/terminal.js';

const said = catchOutput();

/** Tests a preset that locks nothing: the exit code, and the languages of the document. */
async function tested(...args: string[]): Promise<{ code: number; languages: string[] }> {
  const home = await presetHome();
  await write(home, { 'acme/wasm-oci.toml': LEAST });
  said.stdout = '';
  const code = await command(['test', join(home, 'acme'), ...args, '--json']);
  return { code, languages: JSON.parse(said.stdout).languages.map(({ language }: { language: string }) => language) };
}

it('preset test renders the given languages only, each once, and all without the flag', async () => {
  expect(await tested('--language', 'go', '--language=c', '--language', 'go')).toEqual({
    code: 0,
    languages: ['c', 'go'],
  });
  expect((await tested()).languages.length).toBeGreaterThan(4);
});

it.each(['java', '', 'C'])('preset test refuses the language %j, and names those there are', async (language) => {
  await expect(tested('--language', language)).rejects.toThrow('is not one of rust, c,');
});
