/**
 * Turns colours off where NO_COLOR is set, which chalk does not know; FORCE_COLOR, which it knows, comes first, as for
 * Node itself. Source: no-color.org.
 */
export async function applyNoColor({ NO_COLOR, FORCE_COLOR }: NodeJS.ProcessEnv): Promise<void> {
  if (!NO_COLOR || FORCE_COLOR !== undefined) return;
  const { default: chalk, chalkStderr } = await import('chalk');
  chalk.level = 0;
  chalkStderr.level = 0;
}
