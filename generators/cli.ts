#!/usr/bin/env node
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commands } from './commands.js';
import { packageVersion } from './core/package-root.js';
import { heedNoColor } from './core/terminal/colors.js';
import { writeText } from './core/terminal/output.js';
import { outliveReaders } from './core/terminal/streams.js';

/** Runs the command line and returns the process's exit code. What is not needed for an answer is not loaded for it. */
async function main(argv: readonly string[]): Promise<number> {
  const [first, ...rest] = argv;
  if (argv.length === 1 && (first === '--version' || first === '-v')) return print(`${packageVersion}\n`);
  if (argv.length === 1 && (first === '--help' || first === '-h')) return help();
  try {
    await heedNoColor(process.env);
    const command = commands.find(({ name }) => name === first);
    if (command) return await (await command.load()).command(rest);
    const { parseCommandLine } = await import('./core/answers/command-line.js');
    const commandLine = parseCommandLine(argv);
    if (commandLine.help) return await help();
    if (commandLine.version) return print(`${packageVersion}\n`);
    const { runApp } = await import('./run-app.js');
    await runApp(commandLine);
    return 0;
  } catch (error) {
    const { exitCodeOf } = await import('./core/terminal/fatal.js');
    return exitCodeOf(error);
  }
}

async function help(): Promise<number> {
  // A build writes it down (scripts/build.mjs).
  const written = join(import.meta.dirname, 'help.txt');
  if (existsSync(written)) return print(readFileSync(written, 'utf8'));
  const { helpText } = await import('./core/answers/help.js');
  return print(helpText(commands));
}

function print(text: string): number {
  writeText(process.stdout, text);
  return 0;
}

outliveReaders();
process.exitCode = await main(process.argv.slice(2));
