import type { ChildProcess } from 'node:child_process';
import { setMaxListeners } from 'node:events';
import { PassThrough, pipeline } from 'node:stream';
import { execa } from 'execa';
import { ignoringHangUp, stopGracefully } from './graceful-stop.js';
import { type Launch, launchOf } from './launch.js';
import { linesOf } from './lines.js';
import { neverStarted, notStarted, type StartError } from './process-failure.js';

export { lastLines } from './last-lines.js';

/** What a finished program left behind. */
export interface Finished extends StartError {
  /** Undefined when a signal ended it, or when it never started. */
  exitCode?: number;
  /** The signal that ended it, for example `SIGKILL`. */
  signal?: string;
  /** True when the time limit ended it. */
  timedOut: boolean;
  /** True when it was ended because it printed more than `maxBuffer`. */
  truncated: boolean;
  stdout: string;
  stderr: string;
  seconds: number;
}

/** How a program is run. */
export interface RunOptions {
  cwd?: string | undefined;
  /** Variables set besides this process's own; undefined takes one away. */
  env?: Record<string, string | undefined> | undefined;
  /** What the program reads from stdin; nothing when omitted. */
  input?: string | undefined;
  /** Called with every line of stdout and stderr as it comes. */
  onLine?: ((line: string) => void) | undefined;
  /** Ends the program: SIGTERM, then SIGKILL after five seconds. */
  signal?: AbortSignal | undefined;
  /** Linux: has `signal` ask by SIGHUP first, which the program ignores where it does not handle it (graceful-stop.ts). */
  hangUp?: boolean | undefined;
  /** Ends it by SIGKILL in the first place: what hears no other signal would only make the user wait for five seconds. */
  atOnce?: boolean | undefined;
  /** Time limit in milliseconds. */
  timeout?: number | undefined;
  /** Ends the program when one of its streams is longer, in characters. */
  maxBuffer?: number | undefined;
  /** Keeps Ctrl-C in the terminal from the program: only `signal` and `timeout` end it. */
  detached?: boolean | undefined;
  /**
   * Once a signal has ended the program, ends what it started itself, too. It gets a session of its own for that, so
   * Ctrl-C is kept from it as with `detached`, and it cannot ask in the terminal. On Windows it ends by itself.
   */
  killGroup?: boolean | undefined;
}

/**
 * Lines of output kept of a long build: enough for a diagnosis, bounded however much it prints. A crate of 172 C files that
 * all fail (libgit2-sys) has 3800 lines between its name and the end.
 */
const LINES_KEPT = 10_000;
const CHARACTERS_KEPT = 8_000_000;

/**
 * Runs a program without a shell and waits for it. It never throws for what the program does, nor where there is none:
 * callers read the result.
 *
 * @param program a name on PATH, which is looked up by launch.ts, or a path
 */
export async function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<Finished> {
  const begin = performance.now();
  const launch = await launchOf(program, args, options.env);
  if (!('file' in launch)) return { ...NEVER_STARTED, ...neverStarted(launch) };
  const { signal } = options;
  heardByMany(signal);
  const hangUp = options.hangUp === true && process.platform === 'linux';
  const asking = hangUp && signal ? stopGracefully(signal, () => child.kill('SIGHUP')) : undefined;
  const [file, words] = hangUp ? ignoringHangUp(launch.file, launch.args) : [launch.file, launch.args];
  const cancelSignal = asking?.end ?? signal;
  const child = execa(file, words, {
    ...(options.cwd !== undefined && { cwd: options.cwd }),
    ...started(launch),
    ...(cancelSignal !== undefined && { cancelSignal }),
    ...(options.timeout !== undefined && { timeout: options.timeout }),
    ...(options.atOnce && { killSignal: 'SIGKILL' as const }),
    ...(options.maxBuffer !== undefined && { maxBuffer: options.maxBuffer }),
    // On Windows this would give it a console of its own.
    ...((options.detached || options.killGroup) && process.platform !== 'win32' && { detached: true }),
    ...(options.input === undefined ? { stdin: 'ignore' } : { input: options.input }),
    reject: false,
    buffer: options.onLine === undefined,
    stripFinalNewline: false,
  });
  letGo(child);
  if (options.killGroup) endGroup(child);
  const [stdout, stderr] = options.onLine
    ? await Promise.all([lines(child.stdout, options.onLine), lines(child.stderr, options.onLine)])
    : [undefined, undefined];
  const result = await child;
  asking?.stop();
  const said = stderr ?? result.stderr ?? '';
  return {
    ...(result.exitCode !== undefined && { exitCode: result.exitCode }),
    ...(result.signal !== undefined && { signal: result.signal }),
    ...(await notStarted(launch.path, { ...result, stderr: said })),
    timedOut: result.timedOut,
    truncated: result.isMaxBuffer,
    stdout: stdout ?? result.stdout ?? '',
    stderr: said,
    seconds: (performance.now() - begin) / 1000,
  };
}

/** One signal ends all that a command has started, side by side: Node warns of more than ten listeners. */
function heardByMany(signal: AbortSignal | undefined): void {
  if (signal) setMaxListeners(0, signal);
}

/** What a program leaves behind that never started. */
const NEVER_STARTED = { timedOut: false, truncated: false, stdout: '', stderr: '', seconds: 0 };

/** The variables are complete: execa would add the process's own, whatever was taken away. */
function started({ env, verbatim }: Extract<Launch, { file: string }>) {
  return { env, extendEnv: false, ...(verbatim && { windowsVerbatimArguments: true }) };
}

/** Milliseconds in which what an ended program has printed is still read. */
const LAST_WORDS = 500;

/**
 * Waits for nothing more of a program that a signal ended. What it started itself may live on, and hold its output
 * open: `podman` is a script in some places, that waits for the real one.
 */
function letGo(child: ChildProcess): void {
  child.once('exit', (_code, signal) => {
    if (signal === null) return;
    const clock = setTimeout(() => {
      child.stdout?.destroy();
      child.stderr?.destroy();
    }, LAST_WORDS);
    // The clock alone would keep this process from ending.
    child.once('close', () => clearTimeout(clock));
  });
}

/** Sends the signal that ended a program to what is left of its process group. */
function endGroup(child: ChildProcess): void {
  child.once('exit', (_code, signal) => {
    if (signal === null || child.pid === undefined || process.platform === 'win32') return;
    try {
      process.kill(-child.pid, signal);
    } catch {
      // Nothing is left of it.
    }
  });
}

async function lines(stream: NodeJS.ReadableStream, onLine: (line: string) => void): Promise<string> {
  const kept: string[] = [];
  let characters = 0;
  for await (const line of linesOf(stream)) {
    kept.push(line);
    characters += line.length;
    while (kept.length > LINES_KEPT || characters > CHARACTERS_KEPT) characters -= kept.shift()?.length ?? characters;
    onLine(line);
  }
  return kept.map((line) => `${line}\n`).join('');
}

/** A program whose stdout was read as it came. */
export interface Piped<Result> extends Pick<Finished, 'exitCode' | 'stderr' | keyof StartError> {
  /** What the reader made of it. Undefined when the reader gave up. */
  result?: Result;
  /** What the reader threw. A reader that gives up ends the program. */
  broken?: unknown;
}

/** Runs a program whose stdout is bytes, and hands the stream to a reader while it comes. */
export async function pipe<Result>(
  program: string,
  args: readonly string[],
  read: (stream: NodeJS.ReadableStream) => Promise<Result>,
  signal?: AbortSignal,
): Promise<Piped<Result>> {
  const launch = await launchOf(program, args);
  if (!('file' in launch)) return { stderr: '', ...neverStarted(launch) };
  heardByMany(signal);
  const child = execa(launch.file, launch.args, {
    ...started(launch),
    ...(signal !== undefined && { cancelSignal: signal }),
    stdin: 'ignore',
    reject: false,
    buffer: { stdout: false, stderr: true },
    encoding: 'utf8',
  });
  letGo(child);
  // Node and execa throw away what nobody reads at once, and a reader may open a file first: read it is, from the start.
  const stdout = pipeline(child.stdout, new PassThrough(), () => {});
  const reading = read(stdout).then(
    (result) => ({ result }),
    (broken: unknown) => {
      // Nobody takes the rest of its output: without this, it would wait on a full pipe for ever.
      if (child.exitCode === null) child.kill();
      return { broken };
    },
  );
  const [outcome, { exitCode, code, stderr = '' }] = await Promise.all([reading, child]);
  return {
    ...outcome,
    ...(await notStarted(launch.path, { exitCode, code, stderr })),
    stderr,
    ...(exitCode !== undefined && { exitCode }),
  };
}
