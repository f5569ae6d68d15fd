import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');

it("the bundle's semver has each function that our code calls", () => {
  const files = readdirSync(join(root, 'generators'), { recursive: true, encoding: 'utf8' });
  const code = files
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(root, 'generators', name), 'utf8'))
    .filter((text) => text.includes("from 'semver'"));
  const called = new Set(code.flatMap((text) => [...text.matchAll(/\bsemver\.(\w+)/g)].map(([, name]) => name)));
  const replaced = readFileSync(join(root, 'scripts/bundle/replaced/semver.mjs'), 'utf8');
  const had = [...replaced.matchAll(/^ {2}(\w+): /gm)].map(([, name]) => name);
  expect(called.size).toBeGreaterThan(3);
  expect(had.toSorted()).toEqual([...called].sort());
});
