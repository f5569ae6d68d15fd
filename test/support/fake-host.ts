import { Readable } from 'node:stream';
import type { Host } from '../../generators/core/engines/host.js';
import type { Finished, RunOptions } from '../../generators/core/system/process.js';
import type { System } from '../../generators/core/system/system.js';

/** What a program does with a command line: prints and ends, or something else of its own. */
export type Answer = Partial<Finished> | ((options: RunOptions) => Partial<Finished>);

/** One call of a program. */
export interface Call {
  line: string;
  options: RunOptions;
}

/** A machine whose programs give prepared answers. */
export interface FakeHost {
  host: Host;
  calls: Call[];
  /** The command lines, in order. */
  lines(): string[];
}

const debian: System = { platform: 'linux', distribution: ['debian'], version: '13' };

/**
 * A machine whose programs answer by the longest beginning of their command line that is given. Several answers to one are
 * given in turn, the last one again and again. A program that is not given at all is not installed.
 *
 * @param archive what `save` writes to stdout
 */
export function fakeHost(
  answers: Record<string, Answer | readonly Answer[]>,
  { system = debian, archive }: { system?: System; archive?: Uint8Array } = {},
): FakeHost {
  const calls: Call[] = [];
  const used = new Map<string, number>();
  const answer = (line: string, options: RunOptions): Finished => {
    calls.push({ line, options });
    const key = Object.keys(answers)
      .filter((start) => line === start || line.startsWith(`${start} `))
      .sort((one, other) => other.length - one.length)[0];
    const missing = key === undefined;
    const all = key === undefined ? [] : [answers[key] ?? {}].flat();
    const turn = used.get(key ?? '') ?? 0;
    used.set(key ?? '', turn + 1);
    const found = all[Math.min(turn, all.length - 1)] ?? {};
    const made = typeof found === 'function' ? found(options) : found;
    const { signal, timedOut, unstartable } = made;
    const ended = missing || signal !== undefined || timedOut || unstartable !== undefined ? {} : { exitCode: 0 };
    return { stdout: '', stderr: '', timedOut: false, truncated: false, seconds: 0.5, missing, ...ended, ...made };
  };
  const host: Host = {
    run: async (program, args, options = {}) => answer([program, ...args].join(' '), options),
    async pipe(program, args, read, signal) {
      const { missing, exitCode, stderr } = answer([program, ...args].join(' '), { signal });
      const base = { missing, stderr, ...(exitCode !== undefined && { exitCode }) };
      if (missing) return base;
      try {
        return { ...base, result: await read(Readable.from(archive ? [Buffer.from(archive)] : [])) };
      } catch (broken) {
        return { ...base, broken };
      }
    },
    attach: async (program, args, options = {}) => answer([program, ...args].join(' '), { signal: options.end }),
    system: async () => system,
  };
  return { host, calls, lines: () => calls.map(({ line }) => line) };
}

/** A signal that has been given. */
export function aborted(): AbortSignal {
  const controller = new AbortController();
  controller.abort();
  return controller.signal;
}
