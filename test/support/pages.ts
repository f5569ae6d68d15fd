// The pages of the documentation, as the tests read them. docs/contributing.md has the convention for their blocks.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../generators/core/system/package-root.js';

/** A command as a reader types it, and the lines that the page shows below it. */
export interface Step {
  command: string;
  output: string[];
}

/** A fenced block: commands with their output (`console`), commands without (`sh`), or a file that the reader writes. */
export interface Block {
  line: number;
  language: string;
  steps: Step[];
  /** The path in `file=PATH`, and the text of the block. */
  file?: string;
  text: string;
  /** What `<!-- not run: … -->` gives as the reason. */
  notRun?: string;
  /** What `<!-- first: … -->` has the test do before: what the page takes for granted. */
  first?: string;
}

const FENCE =
  /^(?:<!-- (?<marker>not run|first): (?<value>(?:(?!-->)[\s\S])*?)\s*-->\n+)?```(?<info>\S.*)\n(?<text>[\s\S]*?)^```$/gm;

/** Every page, by its path in the repository. */
export function pages(): string[] {
  const docs = readdirSync(join(packageRoot, 'docs'), { recursive: true, encoding: 'utf8' });
  const names = docs.map((name) => `docs/${name.replaceAll('\\', '/')}`);
  return ['README.md', ...names.filter((name) => name.endsWith('.md')).sort()];
}

/** The text of a page. */
export function pageText(path: string): string {
  return readFileSync(join(packageRoot, path), 'utf8');
}

/** The fenced blocks of a page that name a language. */
export function blocksOf(markdown: string): Block[] {
  return [...markdown.matchAll(FENCE)].map(({ groups, index, 0: all }) => {
    const { marker, value = '', info = '', text = '' } = groups as Record<string, string | undefined>;
    const [language = '', ...words] = info.split(' ');
    const file = words.find((word) => word.startsWith('file='))?.slice('file='.length);
    const line = markdown.slice(0, index + all.indexOf('```')).split('\n').length;
    return {
      line,
      language,
      text,
      steps: language === 'console' ? stepsOf(text) : [{ command: text, output: [] }],
      ...(file !== undefined && { file }),
      ...(marker === 'not run' && { notRun: value }),
      ...(marker === 'first' && { first: value }),
    };
  });
}

/** The commands behind `$ `, those of several lines behind `> `, each with the lines up to the next one. */
function stepsOf(text: string): Step[] {
  const steps: Step[] = [];
  for (const line of text.trimEnd().split('\n')) {
    const last = steps.at(-1);
    if (line.startsWith('$ ')) steps.push({ command: line.slice(2), output: [] });
    else if (last && line.startsWith('> ') && last.output.length === 0) last.command += `\n${line.slice(2)}`;
    else if (last) last.output.push(line);
    else throw new Error(`a console block begins with a command, not with ${JSON.stringify(line)}`);
  }
  return steps;
}

/**
 * Whether a program printed what a page shows. Digests, sizes, times and versions are any others of their kind; `…` is any
 * text of one line, and a line that is `…` any number of lines.
 */
export function shows(output: readonly string[], printed: string): boolean {
  const pattern = tidy(output.join('\n'))
    .split('\n')
    .map((line) => (line.trim() === '…' ? '(?:.*\n)*?' : `${line.split('…').map(escaped).join('.*')}\n`));
  return new RegExp(`^${pattern.join('')}$`).test(`${tidy(printed)}\n`);
}

/** Kinds of values that differ from run to run, each with what is put in its place. */
const VALUES: [RegExp, string][] = [
  [/\b[0-9a-f]{12,64}\b/g, 'DIGEST'],
  [/\b\d{4}-\d\d-\d\d[T ][\d:.]+Z?/g, 'DATE'],
  [/\b\d[\d,]* bytes/g, 'N bytes'],
  [/\b\d+(?:\.\d+)?( ?s| seconds| to build| to run)\b/g, 'N$1'],
  [/\b\d+\.\d+\.\d+(?:[-+][\w.+-]+)?/g, 'VERSION'],
];

/** Without what differs from run to run, and without the spaces and empty lines at its ends. */
export function tidy(text: string): string {
  const plain = VALUES.reduce((rest, [value, name]) => rest.replace(value, name), text);
  return plain.replace(/[ \t]+$/gm, '').replace(/^\n+|\n+$/g, '');
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
