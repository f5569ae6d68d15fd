import { afterEach, beforeEach, vi } from 'vitest';

/** What a run said: to programs on stdout, to users on stderr. */
export interface Said {
  stdout: string;
  stderr: string;
}

/** Catches, for every test of a file, what this process writes; there is no terminal unless a test says so. */
export function catchOutput(): Said {
  const said: Said = { stdout: '', stderr: '' };
  beforeEach(() => {
    for (const name of ['stdout', 'stderr'] as const) {
      said[name] = '';
      vi.spyOn(process[name], 'write').mockImplementation((text) => {
        said[name] += text;
        return true;
      });
    }
  });
  afterEach(() => {
    vi.restoreAllMocks();
    terminal(false);
  });
  return said;
}

/** Says whether there is a terminal; what a person types in it is given with `withAnswers`. */
export function terminal(there: boolean): void {
  for (const stream of [process.stdin, process.stderr]) {
    Object.defineProperty(stream, 'isTTY', { value: there, configurable: true });
  }
}
