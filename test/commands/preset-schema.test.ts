import { expect, it } from 'vitest';
import { command } from '../../generators/commands/preset/command.js';
import { presetJsonSchema } from '../../generators/core/presets/json-schema.js';
import { catchOutput } from '../support/terminal.js';

const said = catchOutput();

it('preset schema prints the JSON schema of wasm-oci.toml', async () => {
  expect(await command(['schema'])).toBe(0);
  expect(JSON.parse(said.stdout)).toEqual(presetJsonSchema());
  expect(said.stderr).toBe('');
});

it.each([
  [['schema', 'x'], 'preset schema takes no argument: "x".'],
  [['shema'], 'preset has no subcommand "shema" (allowed: test, new, schema).'],
  [[], 'preset needs a subcommand: test, new or schema.'],
])('preset %j is refused', async (argv, message) => {
  await expect(command(argv)).rejects.toMatchObject({ message, exitCode: 1 });
});
