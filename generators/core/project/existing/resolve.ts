import { basename, join } from 'node:path';
import { ExitCode, Failure } from '../../failure.js';
import { textOf } from '../../files/text-of.js';
import type { Candidate, Selection } from '../../languages/detect/recognised.js';
import { embedReaders } from '../../languages/languages.js';
import { checkFlags } from '../../options/check-flags.js';
import { InvalidValue } from '../../options/invalid.js';
import { withDefaults } from '../../options/job-flags.js';
import { projectName } from '../../options/names.js';
import { refuseChanges, variablesForItAsItIs } from '../../options/no-write.js';
import { notTyped, optionTexts, resolveAnswers } from '../../options/resolve.js';
import { namesProgram } from '../../options/selection-flags.js';
import { readSelection, readStored } from '../../options/stored.js';
import { checkAnswers, checkUnchanged } from '../../presets/check-answers.js';
import type { ResolvedPreset } from '../../presets/fetch/project-preset.js';
import { checkLicense, licenseFor } from '../../presets/license.js';
import { shownPath } from '../destination.js';
import { givenDirectory } from '../given-directory.js';
import type { Given, Job } from '../job.js';
import { presetOf } from '../preset-of.js';
import { recogniseBelow } from './below.js';
import { compilerFor, isCompiledBy, isSameLanguage } from './compiler-choice.js';
import { containerAdvice } from './container-advice.js';
import { refuseOutside, withLargerContext } from './outside.js';
import { openProject } from './project-folder.js';
import { ambiguous, chooseProgram, chosenUnasked, flagsOf, type RecognisedAs } from './recognise.js';
import {
  askedLanguage,
  refuseOtherLanguages,
  refuseOtherProgram,
  selectionOf,
  settingsOf,
  typedLanguage,
} from './selection.js';
import { SeveralPrograms } from './several-programs.js';

/**
 * Everything that is resolved before anything is written. Of a preset, its answers, builder images, labels and checks
 * count; its files are for projects that this tool writes.
 */
export interface ExistingJob extends Job {
  project: RecognisedAs;
  program: Candidate;
  /** The licence that the image's label names. */
  license: string | undefined;
  /** What names this program, and how it is built: stored, so that a second program of the project changes nothing. */
  chosen: Selection;
  /** What the project's own files could gain. */
  advice: readonly string[];
}

/** One of several, to be asked for. */
export interface Ambiguity<Value> {
  message: string;
  choices: readonly { name: string; value: Value }[];
}

/** What an existing project is resolved from. */
export interface GivenForExisting extends Given {
  choose<Value>(ambiguity: Ambiguity<Value>): Promise<Value>;
  /** Shows what was found, before the first question. */
  tell(lines: readonly string[]): void;
  /** The preset, or undefined for none, where the caller has resolved that: it is looked for where this is missing. */
  preset?: ResolvedPreset | undefined;
  /** Nothing is built or written now: what the preset does not allow is no error, and is the caller's to report. */
  compared?: boolean;
}

/**
 * Looks at the project, resolves which of its programs is meant, then the questions that every image has. Those have
 * answers in the project itself (its name, and the image's after it), so nobody is asked them.
 */
export async function resolveExisting(given: GivenForExisting): Promise<ExistingJob> {
  const { options, cwd, environment, terminal, choose, tell } = given;
  const flags = withDefaults(options);
  const interactive = terminal && !flags.yes;
  const directory = typeof options.directory === 'string' ? givenDirectory(cwd, options.directory) : cwd;
  const shownDirectory = shownPath(cwd, directory);
  const rc = await textOf(join(directory, '.yo-rc.json'));
  const [stored, existing] = [readStored(rc) ?? {}, readSelection(rc)];
  if (!flags.write && !existing) throw noContainerFiles(shownDirectory);

  const context = await openProject(directory, shownDirectory);
  const resolved =
    'preset' in given ? given.preset : await presetOf(given, { project: directory, rc, trust: flags['trust-preset'] });
  if (resolved && !flags.write) checkUnchanged(resolved.preset, stored);
  const variables = flags.write ? environment : variablesForItAsItIs(environment);
  const sources = { typed: optionTexts(options), environment: variables, preset: resolved?.answers, stored };
  const language = askedLanguage(sources);
  // A program of another language is another program.
  const before = isSameLanguage(language, stored.language) ? existing : undefined;
  const typed = typedLanguage(sources);
  const locked = typed === undefined ? resolved?.answers.locked('language', {}) : undefined;
  const lookedFor = { language, lockedBy: locked?.origin, directory: shownDirectory };
  const selected = selectionOf(options, before ?? {});
  const { projects, selection, below } = await recogniseBelow(context, selected, lookedFor).catch((error: unknown) => {
    throw withLargerContext(error, { cwd, directory, selection: selected });
  });
  const looked = { cwd, directory, selection };
  const usual = resolved?.answers.default('language', {})?.text;
  const recognised = await oneProjectOf(projects, usual, interactive ? choose : undefined);
  const project = { ...recognised, found: [...recognised.found, ...below] };
  refuseOtherLanguages(options, project.language);
  refuseOutside(project, looked);
  tell(project.found);
  const remembered = before !== undefined && !namesProgram(options);
  let asked = false;
  const ask: Choose = async (ambiguity) => {
    asked = true;
    return choose(ambiguity);
  };
  const program = await resolveProgram(project, { ...selection, remembered }, interactive ? ask : undefined);

  const suggested = legalName([program.name, basename(join(directory, selection.in ?? ''))]);
  // What was recognised is the answer, unless the user gave it: then a message names what they typed.
  const compiler = compilerFor(project, program, { asked: language, usual });
  const unasked = !remembered && selection.package === undefined && selection.bin === undefined && !asked;
  const found = [
    ...(unasked ? chosenUnasked(program, project.candidates) : []),
    ...compiler.found,
    ...(program.found ?? []),
  ];
  tell(found);
  const ofCompiler = typed === undefined ? { language: compiler.id } : {};
  const withLanguage = { ...sources, typed: { ...sources.typed, ...ofCompiler } };
  const answers = await resolveAnswers(withLanguage, suggested, { existing: true });
  if (resolved && !given.compared) {
    checkAnswers(resolved.preset, answers);
    checkLicense(resolved.preset, program.license);
  }
  const license = licenseFor(resolved?.preset, program.license);
  checkFlags(flags, answers);
  const chosen = { ...Object.fromEntries(flagsOf(program, project.candidates)), ...settingsOf(selection) };
  if (!flags.write) {
    refuseChanges(sources.typed, answers, stored, shownDirectory);
    refuseOtherProgram(options, chosen, existing ?? {});
  }
  return {
    answers,
    preset: resolved?.preset,
    engineFrom: notTyped('engine', sources),
    project: { ...project, found: [...project.found, ...found] },
    program,
    license,
    chosen,
    advice: [
      ...compiler.advice,
      ...(program.advice ?? []),
      ...project.advice,
      ...containerAdvice(context, await embedReaders()),
    ],
    flags,
    cwd,
    directory,
    shownDirectory,
    interactive,
  };
}

type Choose = GivenForExisting['choose'];

/** @param usual the language that a preset takes where nobody says otherwise */
async function oneProjectOf(
  projects: readonly RecognisedAs[],
  usual: string | undefined,
  choose: Choose | undefined,
): Promise<RecognisedAs> {
  const [first, second] = projects;
  const only = second ? projects.find(({ language }) => isCompiledBy(language, usual)) : first;
  if (only) return only;
  const choices = projects.map((project) => ({ name: project.found[0] ?? project.language.title, value: project }));
  if (choose) return choose({ message: 'Which of them goes into the image?', choices });
  throw new SeveralPrograms(
    'There are projects in several languages here, and an image holds one.',
    projects.map(({ language, found: [what] }) => ({
      flags: `--language ${language.compilers[0].id}`,
      ...(what !== undefined && { what }),
    })),
  );
}

async function resolveProgram(
  project: RecognisedAs,
  { remembered, ...selection }: Selection & { remembered: boolean },
  choose: Choose | undefined,
): Promise<Candidate> {
  const choice = chooseProgram(project, selection, remembered ? '.yo-rc.json, "adopted": ' : '');
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

function noContainerFiles(directory: string): Failure {
  return new Failure(
    `--no-write builds with the existing container files, and ${directory} has none from create-wasm-oci.`,
    {
      exitCode: ExitCode.wrongInput,
      fix: [{ text: 'Remove --no-write to write them.' }],
    },
  );
}
