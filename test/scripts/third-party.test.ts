import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { thirdParty } from '../../scripts/bundle/third-party.mjs';

const root = join(import.meta.dirname, '../..');
const LICENCE = /^licen[cs]e(?:\.md|\.txt)?$/i;

/** Every installed package with a file of its licence, and the text. */
const packages = readdirSync(join(root, 'node_modules'))
  .filter((name) => !name.startsWith('.'))
  .flatMap((name) =>
    name.startsWith('@') ? readdirSync(join(root, 'node_modules', name)).map((own) => `${name}/${own}`) : [name],
  )
  .flatMap((name) => {
    const folder = join(root, 'node_modules', name);
    const file = readdirSync(folder).find((entry) => LICENCE.test(entry));
    return file ? [{ name, folder, licence: readFileSync(join(folder, file), 'utf8') }] : [];
  });

const own = readFileSync(join(root, 'LICENSE'), 'utf8');
const spaced = (text: string) => text.replace(/\s+/g, ' ').trim();

describe('the licences of the bundled packages', () => {
  const text = thirdParty(
    packages.map(({ folder }) => join(folder, 'index.js')),
    own,
  );

  it.each([
    ['execa', 'MIT', 'Copyright (c) Sindre Sorhus'],
    ['ini', 'ISC', 'Copyright (c) Isaac Z. Schlueter'],
    ['diff', 'BSD-3-Clause', 'Copyright (c) 2009-2015, Kevin Decker'],
    ['human-signals', 'Apache-2.0', 'Copyright 2025 ehmicky'],
    ['lodash-es', 'MIT', ''],
  ])('name %s with its licence, %s, and its copyright', (name, licence, copyright) => {
    expect(text).toMatch(new RegExp(`^${name} [\\d.]+ \\(${licence}\\)\n`, 'm'));
    const [, entry = ''] = new RegExp(`^${name} [\\d.]+ .*\n((?: {4}.*\n)*)`, 'm').exec(text) ?? [];
    expect(entry).toContain(copyright);
  });

  it('hold every line of every text, where the text is not that of LICENSE', () => {
    expect(packages.length).toBeGreaterThan(100);
    const all = spaced(`${text} ${own}`);
    /** A line that only names the licence, or is the example of how to apply the Apache License. */
    const left = /^\W*(?:the )?(?:MIT|ISC|BSD)(?: licen[cs]e)?(?: \((?:MIT|ISC)\))?\W*$/i;
    const lost = packages.flatMap(({ name, licence }) =>
      licence
        .replace(/^\s*END OF TERMS AND CONDITIONS\s*$[\s\S]*/m, '')
        .split('\n')
        .filter((line) => !left.test(line) && !all.includes(spaced(line)))
        .map((line) => `${name}: ${line}`),
    );
    expect(lost).toEqual([]);
  });

  it('hold equal terms once', () => {
    const terms = text.split(`\n${'-'.repeat(80)}\n\n`).map((section) => spaced(section.replace(/^[\s\S]*?\n\n/, '')));
    expect(terms.length).toBeGreaterThan(20);
    expect(new Set(terms).size).toBe(terms.length);
    const ours = text.split('-'.repeat(80)).find((section) => /^human-signals /m.test(section));
    expect(ours?.endsWith('\n\nThe terms are those of the file LICENSE beside package.json.\n\n')).toBe(true);
  });
});
