#!/usr/bin/env node
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commands } from './commands/commands.js';
import { helpAsTyped, type Starter, starterOf, startLine } from './core/options/started-by.js';
import { packageVersion } from './core/system/package-root.js';
import { applyNoColor } from './core/terminal/colors.js';
import { writeText } from './core/terminal/output.js';
import { ignoreBrokenPipe } from './core/terminal/streams.js';

/** Runs the command line and returns the process's exit code. What is not needed for an answer is not loaded for it. */
async function main(argv: readonly string[]): Promise<number> {
  const [first = '', ...rest] = argv;
  const word = first.toLowerCase();
  if (argv.length === 1 && ['--version', '-v', 'version'].includes(word)) return print(`${packageVersion}\n`);
  if (argv.length === 1 && ['--help', '-h', 'help'].includes(word)) return showHelp();
  try {
    await applyNoColor(process.env);
    const named = word === 'help' ? rest[0] : first;
    const command = commands.find(({ name }) => name === named);
    // -v is no option's value: node:util would refuse it as one.
    const asksForVersion = command?.passesOn ? ['--version'] : ['--version', '-v'];
    if (command && ownOf(argv).some((argument) => asksForVersion.includes(argument)))
      return print(`${packageVersion}\n`);
    if (command) return await (await command.load()).command(word === 'help' ? ['--help'] : rest);
    const { parseCommandLine, runApp } = await import('./run-app.js');
    const commandLine = parseCommandLine(
      word === 'help' ? rest : argv.map((argument) => (argument === '-v' ? '--version' : argument)),
    );
    if (commandLine.help) return await showHelp();
    if (commandLine.version) return print(`${packageVersion}\n`);
    await runApp(commandLine);
    return 0;
  } catch (error) {
    const { exitCodeOf } = await import('./core/terminal/fatal.js');
    return exitCodeOf(error, asksForJson(ownOf(argv)));
  }
}

/** The arguments of this program: those behind `--` are another's, where the command passes them on. */
function ownOf(argv: readonly string[]): readonly string[] {
  const { passesOn } = commands.find(({ name }) => name === argv[0]) ?? {};
  return passesOn && argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv;
}

/** Whether the answer must be one JSON document: known before the options are, which may be what is wrong. */
function asksForJson(argv: readonly string[]): boolean {
  return argv.lastIndexOf('--json') > argv.lastIndexOf('--no-json');
}

async function showHelp(): Promise<number> {
  // A build writes it down (scripts/build.mjs).
  const written = join(import.meta.dirname, 'help.txt');
  if (existsSync(written)) return printHelp(readFileSync(written, 'utf8'));
  const { mainHelp: helpText } = await import('./core/options/help.js');
  return printHelp(helpText(commands));
}

/** The usage as whoever started this program types it. */
function printHelp(text: string): number {
  const usage = (starter: Starter) => startLine(['[directory]'], ['[options]'], starter);
  const starter = starterOf(process.env);
  return print(helpAsTyped(text.replace(usage(undefined), usage(starter)), starter));
}

function print(text: string): number {
  writeText(process.stdout, text);
  return 0;
}

ignoreBrokenPipe();
process.exitCode = await main(process.argv.slice(2));
