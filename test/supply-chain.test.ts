import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const workflows = readdirSync(join(root, '.github/workflows')).map((name) => ({
  name,
  text: readFileSync(join(root, '.github/workflows', name), 'utf8'),
}));

describe('our own workflows', () => {
  it.each(workflows)('$name pins each action by commit, with its version beside it', ({ text }) => {
    const uses = [...text.matchAll(/uses: (.*)/g)].map(([, action = '']) => action);
    expect(uses.length).toBeGreaterThan(0);
    for (const action of uses) expect(action).toMatch(/^[\w-]+\/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it.each(workflows)('$name grants no more than reading to a job that does not publish', ({ text }) => {
    expect(text).toMatch(/^permissions:\n {2}contents: read$/m);
    expect(text).not.toMatch(/: write(?!\n {4}steps:)/);
    expect(text).not.toContain('secrets.');
  });
});

it('no advice and no document pipes a download into a shell', () => {
  const folders = ['generators', 'templates', 'docs', 'toolchains'];
  const files = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  const piped = [...files, join(root, 'README.md')].filter((file) =>
    /(?:curl|wget)[^\n|]*\|\s*(?:sudo\s+)?(?:ba|z)?sh\b/.test(readFileSync(file, 'utf8')),
  );
  expect(piped).toEqual([]);
});
