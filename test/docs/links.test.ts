import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot, withDocuments } from '../../generators/core/system/package-root.js';
import { blocksOf, pages, pageText } from '../support/pages.js';

/** A page's text without its fenced blocks. */
const prose = (path: string) => pageText(path).replace(/^```[\s\S]*?^```$/gm, '');

/** The relative links of a page: the path in the repository, and the anchor. */
const linksOf = (path: string) =>
  [...prose(path).matchAll(/\]\((?![a-z]+:)([^)#\s]*)(?:#([^)\s]*))?\)/g)].map(([link, target = '', anchor]) => ({
    link,
    target: target === '' ? path : normalize(join(dirname(path), target)).replaceAll('\\', '/'),
    anchor,
  }));

/** The anchors that GitHub gives the headings of a page. */
const anchorsOf = (path: string) =>
  [...prose(path).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );

describe.each([...pages(), 'CHANGELOG.md', 'SECURITY.md', 'bench/RESULTS.md', 'test/lab/README.md'])('%s', (path) => {
  it('links to files and headings that exist', () => {
    for (const { link, target, anchor } of linksOf(path)) {
      expect(existsSync(join(packageRoot, target)), link).toBe(true);
      if (anchor) expect(anchorsOf(target), link).toContain(anchor);
    }
  });

  it('has one title, and no heading twice', () => {
    expect(prose(path).match(/^# /gm)).toHaveLength(1);
    if (path !== 'CHANGELOG.md') expect(anchorsOf(path)).toEqual([...new Set(anchorsOf(path))]);
  });

  it('has commands only in blocks that are run', () => {
    const fences = pageText(path).match(/^ *```.*\n *\$ /gm) ?? [];
    expect(fences.filter((fence) => !fence.startsWith('```console\n'))).toEqual([]);
    expect(blocksOf(pageText(path)).map(({ language }) => language)).not.toContain(
      expect.stringMatching(/^(bash|shell|powershell|cmd|shellsession)$/),
    );
  });
});

it('every page is reached from the start page', () => {
  const reached = new Set<string>();
  const visit = (path: string) => {
    if (reached.has(path)) return;
    reached.add(path);
    for (const { target } of linksOf(path)) if (pages().includes(target)) visit(target);
  };
  visit('docs/index.md');
  expect([...reached].sort()).toEqual(pages().sort());
});

it('messages name pages that exist', () => {
  const sources = readdirSync(join(packageRoot, 'generators'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(packageRoot, 'generators', name), 'utf8'));
  // Comments with a source name documents of other projects.
  const lines = sources.flatMap((text) => text.split('\n')).filter((line) => !line.includes('Source:'));
  const named = new Set(lines.flatMap((line) => line.match(/(?<![\w/.])docs\/[\w/-]+\.md\b/g) ?? []));
  expect(named.size).toBeGreaterThan(1);
  for (const name of named) expect(existsSync(withDocuments(name)), name).toBe(true);
});
