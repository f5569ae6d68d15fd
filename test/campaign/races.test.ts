import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ended, figure, makeWorld, share } from './world.js';

const RACERS = 8;

it('of different projects that are written into one folder at once, one is whole and the others are refused', async () => {
  const world = await makeWorld();
  const counts = { rounds: 0, written: 0, refused: 0 };
  for (let round = 0; round < share(8); round++) {
    const args = (index: number) => ['shared', '--language', 'c', '--name', `racer-${index}`, '--yes', '--no-build'];
    const all = await Promise.all(Array.from({ length: RACERS }, (_, index) => ended(world.start(args(index)))));
    const winners = all.flatMap(({ exitCode }, index) => (exitCode === 0 ? [index] : []));
    expect(winners, all.map(({ stderr }) => stderr).join('\n')).toHaveLength(1);
    for (const { exitCode, stderr } of all) {
      expect([0, 1], stderr).toContain(exitCode);
      expect(stderr).not.toContain('this is a defect');
    }
    const name = `racer-${winners[0]}`;
    for (const file of ['Containerfile', '.yo-rc.json', 'README.md', 'Makefile']) {
      expect(await readFile(join(world.work, 'shared', file), 'utf8'), file).toContain(name);
    }
    counts.rounds++;
    counts.written += winners.length;
    counts.refused += RACERS - winners.length;
    await rm(join(world.work, 'shared'), { recursive: true });
  }
  figure('races for a folder', counts);
});

it('of presets that are trusted at once, none is forgotten', async () => {
  const world = await makeWorld();
  const counts = { rounds: 0, trusted: 0 };
  for (let round = 0; round < share(8); round++) {
    const presets = Array.from({ length: RACERS }, (_, index) => `preset-${round}-${index}`);
    for (const name of presets) {
      await mkdir(join(world.work, name, 'overlay'), { recursive: true });
      await writeFile(
        join(world.work, name, 'wasm-oci.toml'),
        `schema = 1\nname = "${name}"\n[defaults]\nlanguage = "c"\n`,
      );
      await writeFile(join(world.work, name, 'overlay/made.txt.ejs'), `${name} <%= title %>\n`);
    }
    const args = (name: string) => [`made-${name}`, '--preset', `./${name}`, '--yes', '--no-build'];
    const trusting = presets.map((name) => ended(world.start([...args(name), '--trust-preset'])));
    for (const { exitCode, stderr } of await Promise.all(trusting)) expect(exitCode, stderr).toBe(0);
    for (const name of presets) {
      await rm(join(world.work, `made-${name}`), { recursive: true });
      const { exitCode, stderr } = await world.run(args(name));
      expect(exitCode, stderr).toBe(0);
    }
    counts.rounds++;
    counts.trusted += presets.length;
  }
  figure('races for the trust list', counts);
});
