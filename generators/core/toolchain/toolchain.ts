import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Cancelled } from '../failure.js';
import type { BuildPlan } from '../languages/build-plan.js';
import { compilerOf, type LanguageId } from '../languages/languages.js';
import { KEPT } from './failed.js';
import type { CompileJob, CompilerFinding } from './local-compiler.js';

/** What is asked of this machine's compilers. */
export interface Search {
  /** How a program of an existing project is built; undefined for a project that this tool wrote. */
  plan?: BuildPlan | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Finds what compiles this language here; or the failure that names the missing toolchain and the command that
 * installs it on this system, or why none builds by the plan. Never downloads.
 *
 * @throws Cancelled when the signal ended it
 */
export async function findToolchain(language: LanguageId, { plan, signal }: Search = {}): Promise<CompilerFinding> {
  const local = await compilerOf(language).local();
  const unfit = plan && local.unfit?.(plan);
  if (unfit) return { missing: unfit };
  const finding = await local.find(signal);
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
  const finding = job.toolchain ? { found: job.toolchain } : await findToolchain(job.language, job);
  if ('missing' in finding) throw finding.missing;
  // What an earlier compilation left there is not to be taken for this one's.
  await rm(job.output, { force: true });
  await mkdir(dirname(job.output), { recursive: true });
  const local = await compilerOf(job.language).local();
  const { directory, plan } = job;
  await local.compile(
    { ...job, directory: join(directory, plan?.workdir ?? ''), context: plan?.workdir && directory },
    finding.found,
  );
  return (performance.now() - started) / 1000;
}
