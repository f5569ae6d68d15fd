import { pathPrefixes } from '../files/path-prefixes.js';
import { type EmbedReader, embeddedFiles } from '../languages/detect/embedded-files.js';
import type { ProjectFiles } from '../languages/detect/project-files.js';
import { languages } from '../languages/languages.js';
import { type IgnoreRule, parseIgnoreFile, type Reader } from './ignore-rules.js';

/** Which of the two ignore files is read by what. */
const READ_BY = { '.dockerignore': 'docker build', '.containerignore': 'podman build' } as const;

/** Folders of tests and examples, which may well be excluded. */
const ASIDE = /(?:^|\/)(?:tests?|testdata|examples?|benche?s|docs?|scripts?|vendor|node_modules)\//;

/** What an ignore file excludes from a build that needs it, and the lines that no build takes. */
export function ignoreAdvice(files: ProjectFiles, readers: readonly EmbedReader[]): string[] {
  const embedded = embeddedFiles(files, readers);
  const places = new Map(embedded.map(({ path, place }) => [path, place]));
  const sources = files.paths.filter(
    (path) => languages.some(({ source }) => source.files.test(path)) && !ASIDE.test(path),
  );
  const needed = [...new Set([...sources, ...places.keys()])];
  return Object.entries(READ_BY).flatMap(([name, reader]) => {
    const text = files.text(name);
    if (text === undefined) return [];
    const broken = parseIgnoreFile(text, reader).broken.map(
      ({ line, text: pattern }) => `${name}:${line}: ${JSON.stringify(pattern)} is not a pattern, and ends ${reader}.`,
    );
    const missing = needed.filter(ignoredBy(text, reader));
    const [first, ...more] = missing;
    if (first === undefined) return broken;
    const place = places.get(first);
    const others = more.length > 0 ? ` and ${more.length} more` : '';
    const excluded = `${name} excludes ${first}${place ? ` (needed at ${place})` : ''}${others}: ${reader} does not find`;
    return [...broken, `${excluded} ${more.length > 0 ? 'them' : 'it'}. Add the line !${escaped(first)} at its end.`];
  });
}

/** A path as a pattern that means it only. */
function escaped(path: string): string {
  return path.replace(/[\\*?[]/g, '\\$&');
}

/**
 * Which paths an ignore file excludes: the last pattern that matches one, or a folder above it, counts. Podman does not
 * enter an excluded folder unless the text of a `!` pattern begins with that folder: `!**` with a slash and `*.go` takes nothing back from it.
 * Source: measured with buildah 1.39 and BuildKit of Docker 26.1; test/project/ignore-answers.json.
 */
export function ignoredBy(ignoreFile: string, reader: Reader): (path: string) => boolean {
  const { rules } = parseIgnoreFile(ignoreFile, reader);
  const kept = rules.filter(({ ignores }) => !ignores).map(({ text }) => `${text}/`);
  const isEntered = (folder: string) =>
    !isIgnored(rules, folder) || kept.some((pattern) => pattern.startsWith(`${folder}/`));
  return (path) => {
    if (isIgnored(rules, path)) return true;
    return reader === 'podman build' && !pathPrefixes(path).slice(0, -1).every(isEntered);
  };
}

function isIgnored(rules: readonly IgnoreRule[], path: string): boolean {
  const above = pathPrefixes(path);
  return rules.findLast(({ pattern }) => above.some((folder) => pattern.test(folder)))?.ignores ?? false;
}
