import { unusable } from '../../detect/broken.js';

/** One command of a CMakeLists.txt: `add_executable(hello main.c)`. */
export interface CMakeCommand {
  /** In lower case. */
  name: string;
  args: readonly string[];
  line: number;
}

/**
 * Takes a CMakeLists.txt apart. Source of the grammar: the cmake-language(7) manual.
 *
 * @throws Failure (wrong input) naming the line of what is not closed
 */
export function readCommands(path: string, text: string): CMakeCommand[] {
  // Bracket comments and arguments, line comments, quoted arguments, parentheses, unquoted arguments.
  const token =
    /#\[(=*)\[[\s\S]*?\]\1\]|#[^\n]*|\[(=*)\[([\s\S]*?)\]\2\]|"((?:[^"\\]|\\[\s\S])*)"|[()]|(?:[^\s()#"\\]|\\.)+|"/g;
  const commands: CMakeCommand[] = [];
  let command: (CMakeCommand & { args: string[] }) | undefined;
  let word: string | undefined;
  let deep = 0;
  let [counted, lines] = [0, 1];
  for (const match of text.matchAll(token)) {
    const [found, , , bracket, quoted] = match;
    const line = () => {
      for (; counted < match.index; counted++) if (text[counted] === '\n') lines++;
      return lines;
    };
    if (found.startsWith('#')) continue;
    if (found === '"') throw unusable(`${path}:${line()}`, 'a quote is not closed.');
    if (!command) {
      if (found !== '(') word = found;
      else if (word === undefined) throw unusable(`${path}:${line()}`, 'a parenthesis is where a command is expected.');
      else [command, deep] = [{ name: word.toLowerCase(), args: [], line: line() }, 1];
      continue;
    }
    if (found === '(') deep++;
    else if (found === ')' && --deep === 0) {
      commands.push(command);
      [command, word] = [undefined, undefined];
    } else if (found !== ')') command.args.push(bracket ?? quoted ?? found);
  }
  if (command) throw unusable(`${path}:${command.line}`, `the parenthesis of ${command.name} is not closed.`);
  return commands;
}
