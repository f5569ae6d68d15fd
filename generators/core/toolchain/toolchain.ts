import { mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Cancelled, type Failure } from '../failure.js';
import type { LanguageId } from '../languages/languages.js';
import { c } from './c.js';
import { cargo } from './cargo.js';
import { KEPT } from './outcome.js';
import { tinygo } from './tinygo.js';

/** A compiler found on this machine. */
export interface Toolchain {
  name: string;
  version: string;
}

/** A compiler and where it is. */
export interface Found extends Toolchain {
  /** The program that is run, as a path or by its name on PATH. */
  program: string;
  /** Megabytes that compiling fetches first; left out when everything is here. */
  download?: number;
}

/** What compiles a language here, or the failure that says what is missing and how it is installed. */
export type Finding = { found: Found } | { missing: Failure };

/** What to compile, and whom to tell. */
export interface CompileJob {
  language: LanguageId;
  /** The project's directory, absolute. */
  directory: string;
  /** The module's name in the project. */
  slug: string;
  /** The file to write: absolute, inside the project or elsewhere. Its folders are made. */
  output: string;
  /** What an earlier findToolchain found; looked for again when left out. */
  toolchain?: Found | undefined;
  /** Told every line of the compiler, and of a download. */
  onLine?: ((line: string) => void) | undefined;
  /** Told what a person is to know before it happens (a download). `onLine` when left out. */
  onNote?: ((line: string) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/** How one language is compiled without a container. */
export interface Compiler {
  find(signal?: AbortSignal): Promise<Finding>;
  /** @throws Failure with what the compiler said, or Cancelled */
  compile(job: CompileJob, found: Found): Promise<void>;
}

const compilers: Record<LanguageId, Compiler> = { rust: cargo, c, tinygo };

/**
 * Finds what compiles this language here; or the failure that names the missing toolchain and the command that
 * installs it on this system. Never downloads.
 *
 * @throws Cancelled when the signal ended it
 */
export async function findToolchain(language: LanguageId, signal?: AbortSignal): Promise<Finding> {
  const finding = await compilers[language].find(signal);
  // A probe that was ended half-way has found nothing out.
  if (signal?.aborted) throw new Cancelled(KEPT);
  return finding;
}

/**
 * Compiles a project's sources to one module. Returns the seconds it took, a download included.
 *
 * @throws Failure when there is no toolchain, or with the compiler's last lines; Cancelled when the signal ended it
 */
export async function compile(job: CompileJob): Promise<number> {
  const started = performance.now();
  const finding = job.toolchain ? { found: job.toolchain } : await findToolchain(job.language, job.signal);
  if ('missing' in finding) throw finding.missing;
  // What an earlier compilation left there is not to be taken for this one's.
  await rm(job.output, { force: true });
  await mkdir(dirname(job.output), { recursive: true });
  await compilers[job.language].compile(job, finding.found);
  return (performance.now() - started) / 1000;
}
