import { existsSync } from 'node:fs';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { searchFolders } from './search-path.js';

/**
 * npm's own script, to be run by this Node: on Windows the `npm` on PATH is a batch file, which only a shell runs.
 * Undefined when there is none.
 */
export function npmCommand(
  env: Record<string, string | undefined> = process.env,
  node: string = process.execPath,
): string | undefined {
  return npmCandidates(env, node).find((path) => existsSync(path));
}

function npmCandidates(env: Record<string, string | undefined>, node: string): string[] {
  const places: string[] = [];
  // Set by the npm that started this process; pnpm and Yarn set it to a script of their own.
  const running = env.npm_execpath;
  if (running && isAbsolute(running) && /^np[mx]-cli\.js$/.test(basename(running)))
    places.push(join(dirname(running), 'npm-cli.js'));
  const script = 'node_modules/npm/bin/npm-cli.js';
  // Beside node.exe on Windows, in ../lib elsewhere; Debian has it in /usr/share/nodejs.
  for (const folder of [dirname(node), ...searchFolders(env)]) {
    places.push(
      join(folder, script),
      join(folder, '../lib', script),
      join(folder, '../share/nodejs/npm/bin/npm-cli.js'),
    );
  }
  return places;
}
