import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { linksOfPackage } from '../../scripts/package-links.mjs';
import { badges } from '../../scripts/recording/badges.mjs';
import { root } from '../../scripts/set-up.mjs';
import { emptyFolder } from '../support/folder.js';

describe('the pictures of the README', () => {
  it.each(Object.entries(badges()))('%s shows what package.json says (npm run recording)', (path, picture) => {
    expect(readFileSync(join(root, path), 'utf8')).toBe(picture);
  });

  it('the recording has under 300 kB, no script, and the greeting of a project', () => {
    const recording = readFileSync(join(root, 'docs/pictures/first-run.svg'), 'utf8');
    expect(recording.length).toBeLessThan(300_000);
    expect(recording).not.toMatch(/<script|href="(?!#)|\son\w+=/);
    expect(recording).toContain('Hello from my-app!');
    expect(recording).toContain('my-app:latest is a wasi/wasm image.');
  });

  it('are shown from the repository in the package, and omitted where it has none', async () => {
    const linked = async (address?: string) => {
      const stage = await emptyFolder();
      mkdirSync(join(stage, 'docs'));
      writeFileSync(join(stage, 'README.md'), '![a](docs/pictures/a.svg) [b](bench/b.md#c)');
      linksOfPackage(stage, address);
      return readFileSync(join(stage, 'README.md'), 'utf8');
    };
    expect(await linked('https://example.com/blob/v1')).toBe(
      '![a](https://example.com/blob/v1/docs/pictures/a.svg?raw=true) [b](https://example.com/blob/v1/bench/b.md#c)',
    );
    expect(await linked(undefined)).toBe(' b');
  });
});
