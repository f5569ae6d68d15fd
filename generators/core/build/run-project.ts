import type { Engine, Ran, Target } from '../engines/engine.js';
import type { Run } from '../languages/language.js';

/** What is known of a new project's program. */
export interface Judged {
  run: Run;
  /** What it prints, where the program is ours. */
  greeting: string | undefined;
  /** Whether the program is ours, so that its answers are known. */
  isOurs: boolean;
}

/**
 * Runs the image of a new project as its template says, and judges what it does.
 *
 * @throws Failure when it does not run, or does something else than a program of ours
 */
export async function runProject(
  engine: Engine,
  target: Target,
  { run, greeting, isOurs }: Judged,
  signal?: AbortSignal,
): Promise<Ran> {
  if (run.kind === 'http') {
    const { checkService } = await import('./check-service.js');
    return checkService(engine, target, run, { compared: isOurs }, signal);
  }
  const { runImage } = await import('./run-image.js');
  return runImage(engine, target, isOurs ? greeting : undefined, signal);
}
