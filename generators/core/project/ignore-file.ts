import { globPattern } from '../languages/recognise/glob.js';
import type { ProjectFiles } from '../languages/recognise/project-files.js';
import { pathPrefixes } from '../path-prefixes.js';

/** Which of the two ignore files is read by what. */
const READ_BY = { '.dockerignore': 'docker build', '.containerignore': 'podman build' } as const;

/** What a compiler reads: manifests and sources, but not those of tests and examples, which may well be left out. */
const NEEDED =
  /(?:^|\/)(?:Cargo\.(?:toml|lock)|go\.(?:mod|sum|work)|CMakeLists\.txt|(?:GNU)?[Mm]akefile|[^/]+\.(?:rs|go|c|h))$/;
const ASIDE = /(?:^|\/)(?:tests?|testdata|examples?|benche?s|docs?|scripts?|vendor|node_modules)\/|_test\.go$/;

/** What an ignore file leaves out of a build that cannot do without it. */
export function ignoreAdvice(files: ProjectFiles): string[] {
  const needed = files.paths.filter((path) => NEEDED.test(path) && !ASIDE.test(path));
  return Object.entries(READ_BY).flatMap(([name, reader]) => {
    const text = files.text(name);
    const missing = text === undefined ? [] : needed.filter(ignoredBy(text));
    const [first, ...more] = missing;
    if (first === undefined) return [];
    const others = more.length > 0 ? ` and ${more.length} more` : '';
    return [`${name} leaves out ${first}${others}, which ${reader} would then not find: add a line !${first}`];
  });
}

/**
 * Which paths an ignore file leaves out: the last pattern that matches one, or a folder above it, counts.
 * Source: Docker's reference, "dockerignore files".
 */
export function ignoredBy(ignoreFile: string): (path: string) => boolean {
  const lines = ignoreFile.split(/\r?\n/).map((line) => line.trim());
  const rules = lines
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const pattern = line.replace(/^!\s*/, '').replace(/^\.?\/+|\/+$/g, '');
      return { pattern: globPattern(pattern), ignores: !line.startsWith('!') };
    });
  return (path) => {
    const above = pathPrefixes(path);
    return rules.findLast(({ pattern }) => above.some((folder) => pattern.test(folder)))?.ignores ?? false;
  };
}
