import { mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Cancelled } from '../failure.js';
import { c } from '../languages/c/compiler.js';
import type { LanguageId } from '../languages/languages.js';
import { cargo } from '../languages/rust/compiler.js';
import { tinygo } from '../languages/tinygo/compiler.js';
import type { CompileJob, Compiler, Finding } from './compiler.js';
import { KEPT } from './failed.js';

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
