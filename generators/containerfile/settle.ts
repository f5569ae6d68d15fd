import { basename, join, resolve } from 'node:path';
import { InvalidValue } from '../core/answers/invalid.js';
import { projectName } from '../core/answers/names.js';
import { checkPushable } from '../core/answers/pushable.js';
import { type Answers, type Question, questions } from '../core/answers/questions.js';
import { resolveAnswers, type Texts, textsOf } from '../core/answers/resolve.js';
import { readAdopted, readStored } from '../core/answers/stored.js';
import { type Switches, withDefaults } from '../core/answers/switches.js';
import { ExitCode, Failure } from '../core/failure.js';
import { buildSystems } from '../core/languages/recognise/c.js';
import type { Candidate, Wishes } from '../core/languages/recognise/recognised.js';
import { containerAdvice } from '../core/project/container-advice.js';
import { shownPath, textOf } from '../core/project/destination.js';
import { openProject } from '../core/project/project-folder.js';
import { ambiguous, chooseProgram, flagsOf, type RecognisedAs, recogniseProject } from '../core/project/recognise.js';
import { flags } from './flags.js';

/** Everything that is settled before anything is written. */
export interface Job {
  answers: Answers;
  project: RecognisedAs;
  program: Candidate;
  /** What names this program among the project's, and how it is built: stored, and shown as flags. */
  chosen: Wishes;
  /** What the project's own files could gain. */
  advice: readonly string[];
  switches: Switches;
  /** Absolute. */
  directory: string;
  /** The directory as a person at `cwd` would type it. */
  shownDirectory: string;
  /** Whether a person is there to be asked. */
  interactive: boolean;
}

/** One of several, to be asked for. */
export interface Ambiguity<Value> {
  message: string;
  choices: readonly { name: string; value: Value }[];
}

/** Options as the command line or Yeoman parsed them, and the surroundings. */
export interface Given {
  options: Record<string, unknown>;
  cwd: string;
  environment: NodeJS.ProcessEnv;
  /** True where there is a terminal to draw prompts in. */
  terminal: boolean;
  choose<Value>(ambiguity: Ambiguity<Value>): Promise<Value>;
  /** Told what was found before the first question. */
  tell(lines: readonly string[]): void;
}

/**
 * Looks at the project, settles which program of it is meant, then the questions that every image has. Those have
 * answers in the project itself (its name, and the image's after it), so nobody is asked them.
 */
export async function settle({ options, cwd, environment, terminal, choose, tell }: Given): Promise<Job> {
  const switches = withDefaults(options);
  const interactive = terminal && !switches.yes;
  const directory = typeof options.directory === 'string' ? resolve(cwd, options.directory) : cwd;
  const shownDirectory = shownPath(cwd, directory);
  const rc = await textOf(join(directory, '.yo-rc.json'));
  const [stored, adopted] = [readStored(rc) ?? {}, readAdopted(rc)];
  if (!switches.write && !adopted) throw notAdopted(shownDirectory);

  const files = await openProject(directory, shownDirectory);
  const wishes = wishesOf(options, adopted ?? {});
  const sources = { flags: textsOf(options), environment, stored };
  const language = askedLanguage(sources);
  const projects = await recogniseProject(files, wishes, { language, directory: shownDirectory });
  const project = await oneOf(projects, interactive ? choose : undefined);
  tell(project.found);
  const program = await programOf(project, wishes, interactive ? choose : undefined);

  const suggested = legalName([program.name, basename(directory)]);
  const answers = await resolveAnswers(
    { ...sources, flags: { ...sources.flags, language: project.language } },
    suggested,
  );
  if (switches.push) checkPushable(answers.image);
  return {
    answers,
    project,
    program,
    chosen: {
      ...(project.candidates.length > 1 && Object.fromEntries(flagsOf(program, project.candidates))),
      ...settingsOf(wishes),
    },
    advice: [...project.advice, ...containerAdvice(files)],
    switches,
    directory,
    shownDirectory,
    interactive,
  };
}

/** A flag wins over what was chosen the last time; one for the program makes the others' old values void. */
function wishesOf(options: Record<string, unknown>, adopted: Wishes): Wishes {
  const given: Wishes = Object.fromEntries(
    flags.flatMap(({ key }) => {
      const value = options[key];
      return typeof value === 'string' || value === false ? [[key, String(value)]] : [];
    }),
  );
  const system = given['build-system'];
  if (system !== undefined && !buildSystems.some((known) => known === system)) {
    throw new Failure(`--build-system: ${JSON.stringify(system)} is not one of ${buildSystems.join(', ')}`, {
      exitCode: ExitCode.wrongInput,
    });
  }
  const { package: owner, bin } = given.package || given.bin || system ? given : adopted;
  return {
    ...(owner !== undefined && { package: owner }),
    ...(bin !== undefined && { bin }),
    ...settingsOf(adopted),
    ...settingsOf(given),
  };
}

/** How a program is built, as opposed to which one. */
function settingsOf({ package: _, bin: __, ...settings }: Wishes): Wishes {
  return settings;
}

/** The language, where a flag, a variable or the last run says it: only that one is looked for. */
function askedLanguage({
  flags: given,
  environment,
  stored,
}: {
  flags: Texts;
  environment: NodeJS.ProcessEnv;
  stored: Texts;
}) {
  const question = questions.find(({ key }) => key === 'language') as Question<'language'>;
  const text = given.language ?? (environment[question.environment] || stored.language);
  if (text === undefined) return undefined;
  try {
    return question.parse(text, {});
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    throw new Failure(`--language: ${error.message}`, { exitCode: ExitCode.wrongInput });
  }
}

type Choose = Given['choose'];

async function oneOf(projects: readonly RecognisedAs[], choose: Choose | undefined): Promise<RecognisedAs> {
  const [only, second] = projects;
  if (only && !second) return only;
  const choices = projects.map((project) => ({ name: project.found[0] ?? project.language, value: project }));
  if (choose) return choose({ message: 'Which of them is to be shipped?', choices });
  throw new Failure('There are projects in several languages here, and an image holds one.', {
    exitCode: ExitCode.wrongInput,
    fix: projects.map(({ language, found }) => `--language ${language}   ${found[0]}`),
  });
}

async function programOf(project: RecognisedAs, wishes: Wishes, choose: Choose | undefined): Promise<Candidate> {
  const choice = chooseProgram(project, wishes);
  if ('candidate' in choice) return choice.candidate;
  if (!choose) throw ambiguous(choice.among);
  const choices = choice.among.map((candidate) => ({ name: shownProgram(candidate), value: candidate }));
  return choose({ message: 'Which program goes into the image?', choices });
}

function shownProgram({ package: owner, bin }: Candidate): string {
  if (bin === undefined) return owner ?? '';
  return owner === undefined || owner === bin ? bin : `${bin} (package ${owner})`;
}

/** The first name that can be a file's and an image's; a package may be called what our own projects may not. */
function legalName(names: readonly string[]): string | undefined {
  return names
    .filter((name) => name !== '')
    .flatMap((name) => [name, `${name}-wasm`, `wasm-${name}`])
    .find((name) => {
      try {
        projectName(name);
        return true;
      } catch (error) {
        if (error instanceof InvalidValue) return false;
        throw error;
      }
    });
}

function notAdopted(directory: string): Failure {
  return new Failure(`--no-write builds with the container files that are there, and ${directory} has none of ours.`, {
    exitCode: ExitCode.wrongInput,
    fix: ['Leave out --no-write to write them.'],
  });
}
