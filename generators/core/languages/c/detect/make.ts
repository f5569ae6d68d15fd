import { few } from '../../causes/cause.js';
import { ProjectBelow } from '../../detect/below.js';
import { plain, unusable } from '../../detect/broken.js';
import { isAsideName, isCalledAs, namedFirst, projectNames, withoutLast } from '../../detect/preferred.js';
import type { ProjectFiles } from '../../detect/project-files.js';
import type { Candidate, Recognised, Selection } from '../../detect/recognised.js';
import { buildOptions, type PassedOptions } from '../build-options.js';
import type { Dialect } from '../dialect.js';
import type { CPlan, MakePlan } from '../plan.js';
import { type DelegatedFolder, delegatedFolders, folderTaken } from './make-delegated.js';
import { installedBy, madeByDefault, programsOf, runByRules } from './make-programs.js';
import { sourcesOfProgram } from './make-sources.js';
import { type Makefile, readMakefile } from './makefile.js';
import { besidesPlan, inPlan, type Needs, needsReader } from './needs.js';

/** A compiler called by its name cannot be replaced by a variable. */
const BY_NAME = /(?:^|[\s@;&|])((?:gcc|g\+\+|clang(?:\+\+)?|cc|c\+\+)(?:-\d+)?)\s/;

/** Variables of those who link, where the Makefile gives them a compiler by its name. */
const LINKER =
  /^(LD|LINK|LINKER|CCLD|CXXLD|LINKCC|LINK_CC)[ \t]*[:?]?=[ \t]*((?:gcc|g\+\+|clang(?:\+\+)?|cc|c\+\+)(?:-\d+)?)[ \t]*(?:#.*)?$/gm;

/** Such variables, and which of the two compilers takes their place. */
function linkersOf(text: string): { name: string; compiler: 'CC' | 'CXX' }[] {
  return [...text.matchAll(LINKER)].map(([, name = '', called = '']) => ({
    name,
    compiler: called.includes('+') ? 'CXX' : 'CC',
  }));
}

/** A project that make builds. */
export function recogniseMake(
  files: ProjectFiles,
  path: string,
  selection: Selection,
  dialect: Dialect,
): Recognised<CPlan> {
  const { bin } = selection;
  const given = buildOptions(selection);
  const makefile = readMakefile(path, files, given.makeVars);
  const probes = makefile.threadProbes.filter(({ name }) => !given.makeVars?.some((one) => one.name === name));
  const noThreads = probes.map(({ name }) => ({ name, value: '0' }));
  const options = probes.length > 0 ? { ...given, makeVars: [...noThreads, ...(given.makeVars ?? [])] } : given;
  const targets = programsOf(makefile, files, dialect);
  const programs = [...targets.keys()];
  const reader = needsReader(files, selection, dialect);
  const linkers = linkersOf(files.text(path) ?? '').filter(
    ({ name }) => !given.makeVars?.some((one) => one.name === name),
  );
  const candidate = (output: string, target?: string) => {
    const needs = reader.needsOf(sourcesOfProgram(makefile, files, [output, target ?? output], dialect));
    return makeCandidate(path, output, needs, { ...options, ...(linkers.length > 0 && { linkers }) }, target);
  };
  const known = [...targets].map(([output, target]) => candidate(output, target));
  const wished = bin !== undefined && !known.some((candidate) => candidate.bin === bin);
  // A rule that this reader does not see may still make it: then plain make does.
  const candidates = wished ? [...known, { ...candidate(bin), onlyNamed: true }] : known;
  if (programs.every(isAsideName) && (bin === undefined || wished)) {
    const folders = delegatedFolders(makefile, files, dialect);
    const taken = folderTaken(folders, files, bin);
    if (taken) throw startsMakeIn(path, files, taken, folders);
    if (candidates.length === 0) throw noRule(path, folders);
  }
  const made = madeByDefault(makefile);
  const reached = programs.filter((program) => made.has(program));
  const helpers = runByRules(makefile);
  const first = new Set(reached.length > 0 ? reached : programs);
  const installed = installedBy(makefile);
  return {
    found: [
      `${dialect.title}: ${path}, which links ${programs.join(', ') || `${bin} (so you say)`}`,
      ...probes.map(({ name, place }) => `${place} asks the compiler for threads, and a module has one: ${name}=0`),
    ],
    candidates,
    preferred: withoutLast(
      namedFirst(
        withoutLast(
          candidates.filter((candidate) => first.has(candidate.bin ?? '')),
          ({ bin = '' }) => isAsideName(bin) || helpers.has(bin),
        ),
        projectNames(files),
      ),
      ({ bin = '' }) => !installed.has(bin),
    ),
    // Objects of another machine are newer than their sources: make would link them.
    buildOutputs: ['**/*.o', '**/*.a', '**/*.d', ...programs.filter((program) => !/[*?[\]]/.test(program))],
    advice: adviceOf(makefile),
  };
}

function makeCandidate(
  path: string,
  output: string,
  needs: Needs,
  options: PassedOptions & Pick<MakePlan, 'linkers'>,
  target?: string,
): Candidate<CPlan> {
  const file = plain(path, 'output', output);
  const name = file.replace(/^.*\//, '').replace(/\.(?:wasm|elf|exe|out)$/, '');
  const plan = { kind: 'make' as const, ...(target && { target }), output: file, ...inPlan(needs), ...options };
  return { bin: file, name, plan, ...besidesPlan(needs) };
}

function adviceOf({ rules }: Makefile): string[] {
  return rules.flatMap(({ recipe, path, line }) => {
    const name = recipe.map((each) => BY_NAME.exec(each)?.[1]).find((each) => each !== undefined);
    if (!name) return [];
    return [
      `${path}:${line} calls ${name} by its name: write $(${name.includes('+') ? 'CXX' : 'CC'}), so that the compiler for WebAssembly takes its place.`,
    ];
  });
}

/** More of them would hide the one that was taken. */
const FOLDERS_SHOWN = 3;

function startsMakeIn(
  path: string,
  files: ProjectFiles,
  taken: DelegatedFolder,
  folders: readonly DelegatedFolder[],
): ProjectBelow {
  const others = folders.filter((one) => one !== taken).slice(0, FOLDERS_SHOWN);
  const named = others.map(({ folder, programs }) => `--in ${folder} (it links ${few(programs)})`);
  const called = (name: string) => Number(isCalledAs(name, projectNames(files)));
  const programs = [...taken.programs].sort((one, other) => called(other) - called(one));
  return new ProjectBelow(`${path} starts make in ${taken.folder}, which links ${few(programs)}`, taken.folder, named);
}

function noRule(path: string, folders: readonly DelegatedFolder[]): Error {
  return unusable(
    path,
    'no rule was found that links a program.',
    ...folders.map(({ folder, programs }) => ({
      text: `Build the folder that it starts make in: --in ${folder} (it links ${few(programs)})`,
    })),
    { text: 'Name the file that it makes: --bin NAME' },
    { text: 'Or ignore make: --build-system sources' },
  );
}
