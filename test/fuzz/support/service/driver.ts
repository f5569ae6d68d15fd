import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { packageRoot } from '../../../../generators/core/system/package-root.js';

/** A language whose service is compiled for this machine: the ending of its files, and the compiler with what it needs. */
export type Compiled = { language: 'c' | 'cpp'; compiler: readonly string[] };

/** What a client received and the log: of all bytes at once, and of pieces. */
export interface Served {
  whole: { received: string; log: string };
  pieces: { received: string; log: string };
}

const FOLDER = join(packageRoot, 'test/fuzz/support/service');
const SANITIZED = ['-g', '-O1', '-fsanitize=address,undefined', '-fno-sanitize-recover=all'];
const TRACED = '-fsanitize-coverage=trace-pc';
const REPLACED = ['accept', 'read', 'writev', 'close', 'shutdown', 'fcntl', 'fcntl64', 'time', 'clock_gettime'];
const WRAP = `-Wl,${REPLACED.map((name) => `--wrap=${name}`).join(',')}`;
/** Of coverage.h. */
const PLACES = 4096;
const LENGTHS = 5 * 4;

/** Why no driver can be built here; undefined where one can. */
export function missingCompiler(compilers: readonly Compiled[]): string | undefined {
  if (process.platform !== 'linux') return 'the linker replaces functions of the system (--wrap) on Linux only';
  for (const { compiler } of compilers) {
    const [program = '', ...flags] = compiler;
    const tried = spawnSync(program, [...flags, ...SANITIZED, TRACED, '-E', join(FOLDER, 'coverage.c')]);
    if (tried.status !== 0) return `there is no ${program} with sanitizers on this machine`;
  }
  return undefined;
}

/** A process that serves one input after the other: driver.c with the server of a golden tree. */
export class Driver {
  /** Counters of the places that the last input reached. */
  readonly coverage = new Uint32Array(PLACES);
  readonly #compiled: Compiled;
  readonly #folder = mkdtempSync(join(tmpdir(), 'create-wasm-oci-fuzz-service-'));
  #program: Promise<string> | undefined;
  #child: ChildProcess | undefined;
  #stderr = '';
  #output = Buffer.alloc(0);
  #woken = () => {};

  constructor(compiled: Compiled) {
    this.#compiled = compiled;
    process.once('exit', () => this.close());
  }

  /** @throws Error with what the sanitizers print where the process ended */
  async serve(input: Buffer): Promise<Served> {
    this.#program ??= this.#compile();
    const program = await this.#program;
    const child = this.#child ?? this.#start(program);
    const length = Buffer.alloc(4);
    length.writeUInt32LE(input.length);
    child.stdin?.write(Buffer.concat([length, input]));
    const lengths = await this.#exactly(LENGTHS);
    const sizes = [0, 1, 2, 3, 4].map((at) => lengths.readUInt32LE(4 * at));
    const parts: Buffer[] = [];
    for (const size of sizes) parts.push(await this.#exactly(size));
    const [received, log, inPieces, otherLog] = parts.map((bytes) => bytes.toString('latin1'));
    const covered = parts.at(-1) ?? Buffer.alloc(0);
    new Uint8Array(this.coverage.buffer).set(covered);
    return {
      whole: { received: received ?? '', log: log ?? '' },
      pieces: { received: inPieces ?? '', log: otherLog ?? '' },
    };
  }

  close(): void {
    this.#child?.kill('SIGKILL');
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #compile(): Promise<string> {
    const { language, compiler } = this.#compiled;
    const [program = '', ...flags] = compiler;
    const sources = join(packageRoot, `test/golden/trees/${language}-http/src`);
    const object = (name: string) => join(this.#folder, `${name}.o`);
    const run = promisify(execFile);
    mkdirSync(this.#folder, { recursive: true });
    await run('cc', [...SANITIZED, '-c', join(FOLDER, 'driver.c'), '-o', object('driver')]);
    await run('cc', ['-O2', '-c', join(FOLDER, 'coverage.c'), '-o', object('coverage')]);
    const files = ['server', 'http', 'routes'].map((name) => join(sources, `${name}.${language}`));
    const kind = ['-x', language === 'c' ? 'c' : 'c++', join(FOLDER, 'enter.c'), '-x', 'none'];
    const output = join(this.#folder, 'driver');
    const all = [...SANITIZED, TRACED, '-I', sources, ...files, ...kind, object('driver'), object('coverage'), WRAP];
    await run(program, [...flags, ...all, '-o', output]);
    return output;
  }

  #start(program: string): ChildProcess {
    this.#stderr = '';
    this.#output = Buffer.alloc(0);
    const child = spawn(program, { stdio: 'pipe' });
    this.#child = child;
    child.stdin.on('error', () => {});
    child.stderr.on('data', (piece) => {
      this.#stderr += piece;
    });
    child.stdout.on('data', (piece) => {
      this.#output = Buffer.concat([this.#output, piece]);
      this.#woken();
    });
    void once(child, 'close').then(() => {
      this.#child = undefined;
      this.#woken();
    });
    return child;
  }

  async #exactly(length: number): Promise<Buffer> {
    while (this.#output.length < length) {
      const child = this.#child;
      if (!child) throw new Error(`the service in ${this.#compiled.language} ended: ${this.#stderr || 'it hung'}`);
      await new Promise<void>((resolve) => {
        this.#woken = resolve;
      });
    }
    const bytes = this.#output.subarray(0, length);
    this.#output = this.#output.subarray(length);
    return bytes;
  }
}
