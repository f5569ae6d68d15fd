#!/usr/bin/env node
import { commands } from './commands.js';
import { parseCommandLine } from './core/answers/command-line.js';
import { helpText } from './core/answers/help.js';
import { packageVersion } from './core/package-root.js';

/** Runs the command line and returns the process's exit code. `--help` and `--version` answer before Yeoman is loaded. */
async function main(argv: readonly string[]): Promise<number> {
  try {
    const [first, ...rest] = argv;
    const command = commands.find(({ name }) => name === first);
    if (command) return await (await command.load()).command(rest);
    const commandLine = parseCommandLine(argv);
    if (commandLine.help) {
      process.stdout.write(helpText(commands));
      return 0;
    }
    if (commandLine.version) {
      process.stdout.write(`${packageVersion}\n`);
      return 0;
    }
    const { runApp } = await import('./run-app.js');
    await runApp(commandLine);
    return 0;
  } catch (error) {
    const { exitCodeOf } = await import('./core/terminal/fatal.js');
    return exitCodeOf(error);
  }
}

process.exitCode = await main(process.argv.slice(2));
