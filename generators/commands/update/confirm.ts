import { ExitCode, Failure } from '../../core/failure.js';
import { type Prompt, promptModule } from '../../core/terminal/prompts.js';

/**
 * Asks the user whether to go on. Ctrl-C and Ctrl-D are a no.
 *
 * @throws Failure (wrong input) where nobody can be asked
 */
export async function confirm(
  message: string,
  signal: AbortSignal,
  prompt: Prompt = promptModule(signal),
): Promise<boolean> {
  if (!(process.stdin.isTTY && process.stderr.isTTY)) {
    throw new Failure('Nothing was changed: there is no terminal to ask for confirmation.', {
      exitCode: ExitCode.wrongInput,
      fix: [
        { command: '--yes', text: 'updates without asking' },
        { command: '--check', text: 'only shows it' },
      ],
    });
  }
  const { go } = await prompt([{ type: 'confirm', name: 'go', message, default: true }]).catch((error: Error) => {
    if (['ExitPromptError', 'AbortPromptError'].includes(error.name)) return { go: false };
    throw error;
  });
  return go === true;
}
