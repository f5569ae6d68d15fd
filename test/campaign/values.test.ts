import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import TOML from '@iarna/toml';
import { DockerfileParser } from 'dockerfile-ast';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hostileText } from '../support/hostile.js';
import { figure, inputs, makeWorld, plantPrograms } from './world.js';

const FLAGS = ['--name', '--image', '--language', '--engine', '--preset', 'directory'] as const;

const KEYWORDS = /^(?:ARG|FROM|USER|WORKDIR|ENV|RUN|COPY|LABEL|STOPSIGNAL|ENTRYPOINT)$/;

it('a hostile value of any flag is refused with a rule, or becomes files that say the same', async () => {
  const world = await makeWorld();
  await plantPrograms(world.work);
  const before = await readdir(world.work);
  const counts = { accepted: 0, refused: 0 };
  const value = fc.tuple(fc.constantFrom(...FLAGS), hostileText, fc.constantFrom('rust', 'c', 'tinygo'));
  // A process's argument holds no NUL.
  const given = value.filter(([, text]) => !text.includes('\0'));
  for (const [flag, text, language] of inputs(given, 2000)) {
    const own = flag === 'directory' ? [text] : ['hello', `${flag}=${text}`];
    const languageFlag = flag === '--language' ? [] : ['--language', language];
    const { exitCode, stdout } = await world.run([
      ...own,
      ...languageFlag,
      '--yes',
      '--no-build',
      '--dry-run',
      '--json',
    ]);
    if (exitCode !== 0) {
      counts.refused++;
      continue;
    }
    counts.accepted++;
    // Texts such as `--help` and `--version` are answered in words.
    if (!stdout.startsWith('{')) continue;
    const { contents } = JSON.parse(stdout) as { contents: Record<string, string> };
    const instructions = DockerfileParser.parse(contents.Containerfile ?? '').getInstructions();
    for (const instruction of instructions) expect(instruction.getKeyword(), text).toMatch(KEYWORDS);
    expect(instructions.at(-1)?.getRawArgumentsContent(), text).toMatch(/^\["\/[a-z0-9-]+\.wasm"\]$/);
    if (contents['Cargo.toml']) expect(() => TOML.parse(contents['Cargo.toml'] ?? '')).not.toThrow();
    expect(() => JSON.parse(contents['.yo-rc.json'] ?? '')).not.toThrow();
  }
  figure('values', counts);
  expect(await readdir(join(world.work))).toEqual(before);
  await world.isUnharmed();
});
