import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesFrom } from '../../generators/core/languages/detect/project-files.js';
import { embedReaders } from '../../generators/core/languages/languages.js';
import { openProject } from '../../generators/core/project/existing/project-folder.js';
import { ignoreAdvice, ignoredBy } from '../../generators/core/project/ignore-file.js';
import { parseIgnoreFile } from '../../generators/core/project/ignore-rules.js';
import { fixtures } from '../support/fixtures.js';
import type { IgnoreAnswers } from '../support/ignore-answers.js';

const readers = await embedReaders();

/** What buildah 1.39 and Docker 26.1 (BuildKit) excluded; test/e2e/ignore-file.test.ts asks them again. */
const { files, answers }: IgnoreAnswers = JSON.parse(
  readFileSync(join(import.meta.dirname, 'ignore-answers.json'), 'utf8'),
);

describe.each(['podman build', 'docker build'] as const)('%s', (reader) => {
  it.each(answers)('excludes the same files by $ignoreFile', ({ ignoreFile, refused, excluded }) => {
    const { broken } = parseIgnoreFile(ignoreFile, reader);
    expect(broken.length > 0).toBe(refused === true);
    if (!excluded) return;
    const expected = Array.isArray(excluded) ? excluded : excluded[reader];
    expect(files.filter(ignoredBy(ignoreFile, reader)).sort()).toEqual([...expected].sort());
  });
});

describe('the advice', () => {
  it('names what a Go program embeds and an ignore file of patterns with ! excludes', async () => {
    const project = await openProject(join(fixtures, 'cases/ignore-file-embed'), 'ignore-file-embed');
    expect(ignoreAdvice(project, readers)).toEqual([
      '.dockerignore excludes static/hello.txt (needed at main.go:8): docker build does not find it. Add the line !static/hello.txt at its end.',
    ]);
  });

  it('names what a build needs, and nothing of tests and documents', () => {
    const texts = { 'go.mod': '', 'main.go': '', 'main_test.go': '', 'docs/x.go': '', 'README.md': '' };
    const project = filesFrom({ ...texts, '.dockerignore': '*\n', '.containerignore': '*_test.go\ndocs\n*.md\n' });
    expect(ignoreAdvice(project, readers)).toEqual([
      '.dockerignore excludes go.mod and 1 more: docker build does not find them. Add the line !go.mod at its end.',
    ]);
  });

  it.each<[string, string, string, string]>([
    ['main.go', '//go:embed static/hello.txt\nvar hello string\n', 'static/hello.txt', 'main.go:1'],
    ['cmd/a/main.go', '\n//go:embed "we ird.txt" images\n', 'cmd/a/images/x/y.png', 'cmd/a/main.go:2'],
    ['main.go', '//go:embed all:web/*.html\n', 'web/index.html', 'main.go:1'],
    ['src/main.rs', 'static A: &str = include_str!("../data/a.txt");', 'data/a.txt', 'src/main.rs:1'],
    ['src/main.rs', 'static A: &[u8] = include_bytes! ( "a.bin" );', 'src/a.bin', 'src/main.rs:1'],
    ['src/main.rs', 'include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/a.txt"))', 'a.txt', 'src/main.rs:1'],
    ['src/main.c', '#  include "tables.inc"\n', 'src/tables.inc', 'src/main.c:1'],
    ['Makefile', 'all:\n-include config.txt more.txt # x\n', 'more.txt', 'Makefile:2'],
  ])('names a file that %s takes in by %j', (source, text, needed, place) => {
    const project = filesFrom({ 'Cargo.toml': '', [source]: text, [needed]: '', '.dockerignore': needed });
    expect(ignoreAdvice(project, readers)).toEqual([
      `.dockerignore excludes ${needed} (needed at ${place}): docker build does not find it. Add the line !${needed} at its end.`,
    ]);
  });

  it('names a line that ends the build', () => {
    const project = filesFrom({ 'main.go': '', '.containerignore': '# ours\nx[1-\n' });
    expect(ignoreAdvice(project, readers)).toEqual([
      '.containerignore:2: "x[1-" is not a pattern, and ends podman build.',
    ]);
  });

  it('gives a line that means the file only, whatever its name', () => {
    const project = filesFrom({ 'a*[1].c': '', '.dockerignore': '*.c' });
    const [advice = ''] = ignoreAdvice(project, readers);
    const line = /the line (!\S+) at/.exec(advice)?.[1];
    expect(['a*[1].c', 'a2.c'].map(ignoredBy(`*.c\n${line}`, 'docker build'))).toEqual([false, true]);
  });
});
