import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inject } from 'vitest';
import type { LanguageId } from '../../../generators/core/languages/languages.js';
import { npmCommand } from '../../../generators/core/system/npm.js';
import { render } from '../../support/projects.js';
import { environment, type Result, run } from './run.js';

const COMPILE = `
  const [toolchain, job] = process.argv.slice(1);
  const { compile, findToolchain } = await import(toolchain);
  const tell = (line) => console.error(line);
  const stop = new AbortController();
  process.on('SIGINT', () => stop.abort());
  const { language, ...rest } = JSON.parse(job);
  const finding = await findToolchain(language);
  const told = finding.found ?? { missing: finding.missing.message, fix: finding.missing.fix };
  try {
    const seconds = finding.found && await compile({ language, ...rest, onLine: tell, signal: stop.signal });
    const peak = process.resourceUsage().maxRSS;
    console.log(JSON.stringify({ ...told, seconds, peak }));
  } catch (error) {
    console.log(JSON.stringify({ ...told, name: error.name, message: error.message, output: error.output }));
    process.exitCode = error.exitCode ?? 70;
  }
`;

/** What to compile, from where to where. */
export interface Compilation {
  language: LanguageId;
  directory: string;
  slug: string;
  output: string;
}

/** The command line of a process that compiles with the installed package, and then says in JSON how it went. */
export function compileCommand(job: Compilation): [program: string, ...args: string[]] {
  const flags = ['--input-type=module', '--eval', COMPILE, '--'];
  return [process.execPath, ...flags, pathToFileURL(inject('toolchain')).href, JSON.stringify(job)];
}

/** Compiles in a process of its own. */
export async function compile(job: Compilation, env: Record<string, string>): Promise<Result> {
  const [program, ...args] = compileCommand(job);
  return run(program, args, { env });
}

/** An environment without any clang, and with caches (npm's too) in that folder: everything must be fetched. */
export function withoutClang(caches: string): Record<string, string> {
  const npm = npmCommand(environment());
  if (npm === undefined) throw new Error('npm was not found');
  return {
    PATH: '/nowhere',
    WASI_SDK_PATH: '',
    npm_execpath: npm,
    XDG_CACHE_HOME: join(caches, 'cache'),
    XDG_STATE_HOME: join(caches, 'state'),
    npm_config_cache: join(caches, 'npm'),
  };
}

/** Writes a project as the generator would. Returns its directory and what its program prints. */
export async function projectIn(
  folder: string,
  language: LanguageId,
  title: string,
): Promise<{ directory: string; slug: string; greeting: string }> {
  const { files, greeting, answers } = await render(language, title);
  const { slug } = answers.name;
  const directory = join(folder, slug);
  for (const [path, contents] of files) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), contents);
  }
  return { directory, slug, greeting: greeting ?? '' };
}
