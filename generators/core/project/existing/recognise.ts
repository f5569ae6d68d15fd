import { posix } from 'node:path';
import { ExitCode, Failure, type Fix } from '../../failure.js';
import type { ProjectFiles } from '../../languages/detect/project-files.js';
import type { Candidate, Recognised, Selection } from '../../languages/detect/recognised.js';
import type { Language } from '../../languages/language.js';
import { type LanguageId, languageOf, languages } from '../../languages/languages.js';
import { variablesOf } from '../../languages/passed-on.js';
import { quoted } from '../../system/shell.js';
import { type ProgramChoice, SeveralPrograms } from './several-programs.js';

/** A project in one of its languages. */
export interface RecognisedAs extends Recognised {
  language: Language;
}

/** What is looked for. */
export interface Asked {
  /** The only language that counts. */
  language: LanguageId | undefined;
  /** The place in a preset that says so, for messages. */
  lockedBy?: string | undefined;
  /** As the user types it, for messages. */
  directory: string;
}

/**
 * Recognises a project in every language it may be in, or in the one that was asked for.
 *
 * @throws Failure (wrong input) when nothing is recognised, or a manifest is broken
 */
export async function recogniseProject(
  files: ProjectFiles,
  selection: Selection,
  { language, lockedBy, directory }: Asked,
): Promise<RecognisedAs[]> {
  const found: RecognisedAs[] = [];
  for (const one of language === undefined ? lookedFor(files) : [languageOf(language)]) {
    const detector = await one.detect();
    const recognised = detector.recognise(files, selection);
    if (recognised) found.push({ ...inContext(recognised, files, selection), language: one });
  }
  if (found.length === 0) throw nothingFound({ language, lockedBy, directory }, files);
  return found;
}

/** What holds for a build of any language: the user's variables, and the folder of the context that it is in. */
function inContext(recognised: Recognised, files: ProjectFiles, selection: Selection): Recognised {
  const environment = variablesOf(selection['build-env']);
  const workdir = recognised.ofContext ? undefined : files.part?.folder;
  const common = {
    ...(workdir !== undefined && { workdir }),
    ...(Object.keys(environment).length > 0 && { environment }),
  };
  const given = recognised.candidates.map((before) => ({
    before,
    after: { ...before, plan: { ...before.plan, ...common } },
  }));
  const preferred = given.filter(({ before }) => recognised.preferred.includes(before));
  return {
    ...recognised,
    candidates: given.map(({ after }) => after),
    preferred: preferred.map(({ after }) => after),
    buildOutputs: recognised.buildOutputs.map((path) =>
      workdir === undefined || path.startsWith('**/') ? path : `${workdir}/${path}`,
    ),
  };
}

/** Crates and Go modules have Makefiles and C files beside them, which are theirs. */
function lookedFor({ paths }: ProjectFiles): readonly Language[] {
  const own = languages.filter(({ source }) => !source.besideOthers);
  const described = own.some(({ source }) => source.manifests.some((path) => paths.includes(path)));
  return described ? own : languages;
}

/** The one program that the flags and the manifests name; or those among which the user must choose. */
export type ChosenProgram = { candidate: Candidate } | { among: readonly Candidate[] };

/**
 * Resolves which program is meant.
 *
 * @param where what says which, for messages, where it is not the command line
 * @throws Failure (wrong input) naming the flag that fits none, and what there is
 */
export function chooseProgram({ candidates, preferred }: Recognised, selection: Selection, where = ''): ChosenProgram {
  const owner = selection.package === undefined ? undefined : normalised(selection.package);
  const { bin } = selection;
  const fitting = candidates.filter(
    (candidate) =>
      (owner === undefined || normalised(candidate.package ?? '') === owner) &&
      (bin === undefined || candidate.bin === bin),
  );
  if (fitting.length === 0) throw noneFits(candidates, selection, where);
  const first = fitting.filter((candidate) => preferred.includes(candidate));
  const among = first.length > 0 ? first : fitting;
  const [only, second] = among;
  return only && !second ? { candidate: only } : { among };
}

/** The flags that name a program (package and bin, with their values), as few as tell it from the others. */
export function flagsOf(candidate: Candidate, candidates: readonly Candidate[]): [key: string, value: string][] {
  const same = (other: Candidate, keys: readonly ('package' | 'bin')[]) =>
    keys.every((key) => other[key] === candidate[key]);
  const keys = (['bin', 'package'] as const).filter((key) => candidate[key] !== undefined);
  const enough = keys.find((key) => candidates.filter((other) => same(other, [key])).length === 1);
  return (enough ? [enough] : [...keys].reverse()).map((key) => [key, candidate[key] ?? '']);
}

function shownFlags(candidate: Candidate, candidates: readonly Candidate[]): string {
  return flagsOf(candidate, candidates)
    .map(([key, value]) => `--${key} ${quoted(value)}`)
    .join(' ');
}

/** More of them would hide the rest. */
const OTHERS_SHOWN = 5;

/** Which of several programs was taken unasked, and the flags that take another: for users. */
export function chosenUnasked(program: Candidate, candidates: readonly Candidate[]): string[] {
  const others = candidates.filter((candidate) => candidate !== program).map((one) => shownFlags(one, candidates));
  if (others.length === 0) return [];
  const more = others.length > OTHERS_SHOWN ? `, and ${others.length - OTHERS_SHOWN} more` : '';
  const shown = others.slice(0, OTHERS_SHOWN).join(', ');
  return [`takes ${shownFlags(program, candidates)} of ${candidates.length} programs; others: ${shown}${more}`];
}

/** @returns the failure that names the flag and every candidate */
export function ambiguous(among: readonly Candidate[]): Failure {
  return new SeveralPrograms(`There are ${among.length} programs, and an image holds one.`, ...listedCandidates(among));
}

/** A larger list would push its own heading off the screen. */
const LISTED = 40;

function listedCandidates(candidates: readonly Candidate[]): [choices: ProgramChoice[], more: Fix[]] {
  const choices = candidates.slice(0, LISTED).map((candidate) => ({ flags: shownFlags(candidate, candidates) }));
  return [choices, candidates.length > LISTED ? [{ text: `… and ${candidates.length - LISTED} more` }] : []];
}

/** Go writes `./cmd/x`; users write `cmd/x`, too. */
function normalised(name: string): string {
  return name.replace(/^\.\/(?=.)/, '').replace(/\/$/, '');
}

function noneFits(candidates: readonly Candidate[], { package: owner, bin }: Selection, where: string): Failure {
  const given = [owner !== undefined && `--package ${owner}`, bin !== undefined && `--bin ${bin}`].filter(Boolean);
  return new SeveralPrograms(`${where}${given.join(' ')}: there is no such program.`, ...listedCandidates(candidates));
}

/** More of them would hide the rest. */
const PROGRAMS_SHOWN = 5;

function nothingFound({ directory, language, lockedBy }: Asked, files: ProjectFiles): Failure {
  const names = new Set(languages.flatMap(({ source }) => source.manifests));
  const manifests = files.paths.filter((path) => path.includes('/') && names.has(posix.basename(path)));
  const depth = (path: string) => path.split('/').length;
  const below = manifests.sort((one, other) => depth(one) - depth(other)).slice(0, PROGRAMS_SHOWN);
  const looked = language === undefined ? languages : [languageOf(language)];
  const signs = looked.map(({ source }) => source.sign);
  return new Failure(`No project was recognised in ${directory}: there is no ${signs.join('; no ')}.`, {
    exitCode: ExitCode.wrongInput,
    fix: [
      ...(lockedBy
        ? [{ text: `${lockedBy} locks the language to ${language}; --preset none ignores the preset.` }]
        : []),
      { text: `Give the directory that holds the manifest${below.length > 0 ? `: ${below.join(', ')}` : ''}.` },
      { command: 'create-wasm-oci DIRECTORY', text: 'starts a new project.' },
    ],
  });
}
