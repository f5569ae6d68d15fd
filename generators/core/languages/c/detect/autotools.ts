import { plain, unusable } from '../../detect/broken.js';
import { isAsideName, namedFirst, projectNames, withoutLast } from '../../detect/preferred.js';
import type { ProjectFiles } from '../../detect/project-files.js';
import type { Candidate, Recognised, Selection } from '../../detect/recognised.js';
import { buildOptions } from '../build-options.js';
import type { Dialect } from '../dialect.js';
import type { AutotoolsPlan, CPlan } from '../plan.js';
import { readAutomake } from './automake.js';
import { argumentsByHand } from './hand-configure.js';
import { isGenerated, MAKEFILE_INPUTS, programsOfInputs } from './makefile-inputs.js';
import { missingParts } from './missing-parts.js';
import { besidesPlan, inPlan, needsReader } from './needs.js';

/** What autoconf makes a `configure` of. */
const INPUTS = ['configure.ac', 'configure.in'] as const;

/** A program, as build files name it. */
export interface MadeProgram {
  /** Where make links it, relative to the project's directory. */
  output: string;
  /** The folder of the Makefile that has its rule; the project's own where it is empty. */
  folder: string;
  /** Whether it is a test, or for the build itself. */
  aside: boolean;
  /** What is compiled into it; undefined where that is not known. */
  sources: readonly string[] | undefined;
}

/**
 * The file that shows that a project is built by a `configure`, which makes its Makefile; undefined where it is not. A
 * Makefile that is not made takes a compiler by itself.
 */
export function autotoolsFile(files: ProjectFiles): string | undefined {
  const input = INPUTS.find((path) => files.paths.includes(path));
  const configure = files.text('configure') ?? '';
  const whole = isGenerated(configure) && (input === undefined || !lacksScripts(files, configure));
  const made = whole ? 'configure' : input;
  if (made !== undefined && isMakefileMade(files)) return made;
  return made === undefined && argumentsByHand(files) ? 'configure' : undefined;
}

/** Whether a configure stops for want of the scripts that automake puts beside it: then it is made again, with them. */
function lacksScripts({ paths }: ProjectFiles, configure: string): boolean {
  const stops = /cannot find (?:required auxiliary files|install-sh)/.test(configure);
  return stops && !paths.some((path) => /(?:^|\/)(?:install-sh|install\.sh|shtool)$/.test(path));
}

/** Whether configure makes the Makefile. */
export function isMakefileMade({ paths }: ProjectFiles): boolean {
  return ['Makefile.am', ...MAKEFILE_INPUTS].some((path) => paths.includes(path));
}

/** A project that configure and make build. */
export function recogniseAutotools(files: ProjectFiles, selection: Selection, dialect: Dialect): Recognised<CPlan> {
  const { bin } = selection;
  const file = autotoolsFile(files) ?? INPUTS[0];
  const reader = needsReader(files, selection, dialect, 'configure');
  const setup = setupOf(files, file);
  const options = buildOptions(selection);
  const missing = missingParts(files, inputOf(files), options.configureFlags);
  const configureFlags = [...missing.map(({ flag }) => flag), ...(options.configureFlags ?? [])];
  // What the program does not need by itself, a library of the project may: what is imitated harms nobody.
  const { flags } = reader.needsOf();
  const candidate = ({ output, folder, sources }: MadeProgram, name: string): Candidate<CPlan> => {
    const needs = reader.needsOf(sources);
    const path = plain(file, 'output', output);
    const plan: AutotoolsPlan = {
      kind: 'autotools',
      output: path,
      ...(folder !== '' && { madeIn: plain(file, 'path', folder) }),
      ...setup,
      ...inPlan({ ...needs, flags }),
      ...options,
      ...(configureFlags.length > 0 && { configureFlags }),
    };
    return { bin: plain(file, 'output', name), name: lastPart(path), plan, ...besidesPlan(needs) };
  };
  const programs = programsIn(files, dialect);
  const known = programs.map((program) => {
    const base = lastPart(program.output);
    const only = programs.filter(({ output }) => lastPart(output) === base).length === 1;
    return candidate(program, only ? base : program.output);
  });
  const wished = bin !== undefined && !known.some((one) => one.bin === bin);
  const named = { output: bin ?? '', folder: '', aside: false, sources: undefined };
  const candidates = wished ? [...known, { ...candidate(named, named.output), onlyNamed: true }] : known;
  if (candidates.length === 0) throw noMadeProgram(file);
  const own = known.filter((_, index) => !programs[index]?.aside);
  return {
    found: [
      `${dialect.title}: ${file}, which makes ${known.map((one) => one.bin).join(', ') || `${bin} (so you say)`}`,
      ...missing.map(
        ({ folder, flag }) => `${folder} is not in the project (a git submodule?): configure gets ${flag}`,
      ),
      ...(setup.byHand ? ['configure is not from autoconf: it gets only the options that its text names'] : []),
    ],
    candidates,
    preferred: namedFirst(
      withoutLast(own.length > 0 ? own : candidates, ({ bin: name = '' }) => isAsideName(name)),
      projectNames(files),
    ),
    // What a configure for this machine found out, and what was compiled for it.
    buildOutputs: [
      ...['config.status', 'config.cache', 'config.log', 'libtool', '.libs', '.deps', '*.o', '*.lo', '*.la', '*.a'].map(
        (name) => `**/${name}`,
      ),
      ...programs.map(({ output }) => output),
    ],
    advice: [],
  };
}

function inputOf(files: ProjectFiles): string {
  return INPUTS.map((path) => files.text(path)).find((text) => text !== undefined) ?? '';
}

/** How configure is made and started. */
function setupOf(
  files: ProjectFiles,
  file: string,
): Pick<AutotoolsPlan, 'generatedBy' | 'byHand' | 'oldConfigSubs' | 'configures'> {
  const { paths } = files;
  const input = inputOf(files);
  const uses = (macro: RegExp) => macro.test(input);
  const packages = [
    'autoconf',
    ...(uses(/^\s*AM_INIT_AUTOMAKE/m) ? ['automake'] : []),
    ...(uses(/^\s*(?:LT_INIT|AC_PROG_LIBTOOL|AM_PROG_LIBTOOL)/m) ? ['libtool'] : []),
    ...(uses(/\bPKG_[A-Z]/) ? ['pkg-config'] : []),
    ...(uses(/\bAM_GNU_GETTEXT/) ? ['gettext', 'autopoint'] : []),
    ...(uses(/\bAX_[A-Z]/) ? ['autoconf-archive'] : []),
  ];
  const text = (path: string) => files.text(path) ?? '';
  const byHand = file === 'configure' && !isGenerated(text(file)) ? argumentsByHand(files) : undefined;
  return {
    ...(file !== 'configure' && { generatedBy: packages }),
    ...(byHand && { byHand }),
    oldConfigSubs: paths
      .filter((path) => /(?:^|\/)config\.sub$/.test(path) && !/\bwasi\b/.test(text(path)))
      .map((path) => plain(path, 'path', path)),
    ...((uses(/\b(?:AC_CONFIG_HEADERS?|AM_CONFIG_HEADER)\b/) ||
      paths.some((path) => /(?:^|\/)config[^/]*\.(?:h\.?)?in$/.test(path))) && { configures: true as const }),
  };
}

/** Programs of every Makefile.am; without any, those that the Makefiles link that configure makes of Makefile.in. */
function programsIn(files: ProjectFiles, dialect: Dialect): MadeProgram[] {
  const made = readAutomake(files, dialect);
  return made.length > 0 || files.paths.includes('Makefile.am') ? made : programsOfInputs(files, dialect);
}

function lastPart(path: string): string {
  return path.replace(/^.*\//, '');
}

function noMadeProgram(file: string): Error {
  return unusable(
    file,
    'no Makefile.am or Makefile.in that could be read names a program.',
    { text: 'Name the file that make links: --bin NAME' },
    { text: 'Or compile only the sources: --build-system sources' },
  );
}
