import { InvalidValue } from '../options/invalid.js';
import { type Choice, type Known, offered, type Question } from '../options/questions.js';
import { printable } from './printable.js';

/** Whatever draws prompts: Yeoman's adapter, or its stand-in in tests. */
export type Prompt = (questions: object[]) => Promise<Record<string, unknown>>;

/** Inquirer, drawing on stderr: stdout is for the image reference. Loaded when the first question is asked. */
export function promptModule(signal: AbortSignal): Prompt {
  return async (questions) => {
    const { createPromptModule } = await import('inquirer');
    const ask = createPromptModule({ input: process.stdin, output: process.stderr, signal, skipTTYChecks: true });
    return await Promise.race([ask(questions.map(safeToShow) as never), endOfInput(process.stdin)]);
  };
}

/**
 * Rejects when the terminal gives no more input: Ctrl-D closes readline, and inquirer would wait for ever, or until Node
 * has nothing left to do and ends with 0. A prompt that was answered closes it as well, so its answer comes first; an
 * editor that is open pauses the input, and leaves the terminal raw.
 */
function endOfInput(input: NodeJS.ReadStream): Promise<never> {
  return new Promise((_, reject) => {
    const look = () => {
      // After whatever an answer sets going: a second prompt, or the end of the first.
      setImmediate(() =>
        setImmediate(() => {
          if (input.isPaused() && input.isRaw !== true) reject(new NoInput());
          else input.once('pause', look);
        }),
      );
    };
    input.once('pause', look);
  });
}

/** The input ended at a prompt. Its name is the one that inquirer gives to Ctrl-C. */
class NoInput extends Error {
  override name = 'ExitPromptError';
}

/** A question as inquirer or Yeoman words it, as far as it is text from elsewhere. */
interface ShownQuestion {
  message?: unknown;
  default?: unknown;
  choices?: unknown;
}

/** A question whose texts cannot act on the terminal: they name files, programs and directories. */
function safeToShow(question: ShownQuestion): object {
  const safe = (text: unknown) => (typeof text === 'string' ? printable(text, 1000) : text);
  const { choices } = question;
  return {
    ...question,
    message: safe(question.message),
    // An editor is handed the contents of a file; it is no text of the prompt's.
    ...('type' in question && question.type === 'editor' ? {} : { default: safe(question.default) }),
    ...(Array.isArray(choices) && { choices: choices.map((choice) => safeChoice(choice, safe)) }),
  };
}

function safeChoice(choice: unknown, safe: (text: unknown) => unknown): unknown {
  // Yeoman's separators are objects of a class that inquirer looks for.
  if (typeof choice !== 'object' || choice === null || !('value' in choice)) return choice;
  return { ...choice, ...('name' in choice && { name: safe(choice.name) }) };
}

/**
 * Asks one question through a prompt. The question's own rule checks what the user types before it is taken.
 *
 * @param notes what is shown behind the name of a choice, by its value
 */
export async function askQuestion(
  prompt: Prompt,
  question: Question,
  known: Known,
  notes: ReadonlyMap<string, string> = new Map(),
): Promise<string> {
  const { [question.key]: text } = await prompt([
    {
      type: question.choices ? 'select' : 'input',
      name: question.key,
      message: question.message,
      default: question.default(known),
      ...(question.choices && { choices: offered(question, known).map((choice) => withNote(choice, notes)) }),
      validate: (typed: string) => ruleBrokenBy(question, typed, known) ?? true,
    },
  ]);
  return String(text);
}

function withNote(choice: Choice, notes: ReadonlyMap<string, string>): Choice {
  const note = notes.get(choice.value);
  return note === undefined ? choice : { ...choice, name: `${choice.name} (${note})` };
}

function ruleBrokenBy(question: Question, text: string, known: Known): string | undefined {
  try {
    question.parse(text, known);
    return undefined;
  } catch (error) {
    if (error instanceof InvalidValue) return error.message;
    throw error;
  }
}

/** Has a person choose one of several values, in a list. */
export async function choose<Value>(
  prompt: Prompt,
  { message, choices }: { message: string; choices: readonly { name: string; value: Value }[] },
): Promise<Value> {
  const { chosen } = await prompt([{ type: 'select', name: 'chosen', message, choices }]);
  return chosen as Value;
}
