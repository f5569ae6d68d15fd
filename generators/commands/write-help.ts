import { ExitCode } from '../core/failure.js';
import { type CommandHelp, commandHelp } from '../core/options/command-help.js';
import { helpAsTyped } from '../core/options/started-by.js';
import { writeText } from '../core/terminal/output.js';

/** Answers `--help` of a subcommand. Returns the exit code. */
export function writeHelp(help: CommandHelp): number {
  writeText(process.stdout, helpAsTyped(commandHelp(help)));
  return ExitCode.done;
}
