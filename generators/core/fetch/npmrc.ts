import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** A variable that npm is to take a token from, and the file that says so. */
export interface TokenVariable {
  variable: string;
  file: string;
}

/**
 * The variable that a token for a host is to come from, where it is not set or empty: npm then sends `${NAME}` itself,
 * and tells nobody. In CI it is what is wrong most often: a secret that a job was not given.
 *
 * @param cwd where npm runs, with an .npmrc of its own perhaps
 */
export async function unsetTokenVariable(host: string, cwd: string): Promise<TokenVariable | undefined> {
  for (const file of [join(cwd, '.npmrc'), userFile()]) {
    const lines = (await readFile(file, 'utf8').catch(() => '')).split(/\r?\n/);
    for (const line of lines) {
      const [, at, variable] = /^\s*\/\/([^/]+)\/.*:_(?:authToken|auth|password)\s*=.*\$\{(\w+)\??\}/.exec(line) ?? [];
      if (at === host && variable !== undefined && !process.env[variable]) return { variable, file };
    }
  }
  return undefined;
}

/** The person's own file. The npm that started this process names it in lower case, people in either. */
function userFile(): string {
  const { npm_config_userconfig: lower, NPM_CONFIG_USERCONFIG: upper } = process.env;
  return lower || upper || join(homedir(), '.npmrc');
}
