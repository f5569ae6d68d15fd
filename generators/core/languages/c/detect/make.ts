import { few } from '../../causes/cause.js';
import { plain, unusable } from '../../detect/broken.js';
import { isPlain } from '../../detect/plain.js';
import { configuredName, folderName, isAsideName, namedFirst, withoutLast } from '../../detect/preferred.js';
import type { ProjectFiles } from '../../detect/project-files.js';
import type { Candidate, Recognised, Selection } from '../../detect/recognised.js';
import { buildOptions, type PassedOptions } from '../build-options.js';
import type { Dialect } from '../dialect.js';
import type { CPlan } from '../plan.js';
import { type DelegatedFolder, delegatedFolders } from './make-delegated.js';
import { stemOf } from './make-expand.js';
import { sourcesOfProgram } from './make-sources.js';
import { type Makefile, type MakeRule, readMakefile } from './makefile.js';
import { besidesPlan, inPlan, type Needs, needsReader } from './needs.js';

/** The names that make looks for, in its order. */
export const MAKEFILES = ['GNUmakefile', 'makefile', 'Makefile'] as const;

/** What a rule makes that is no program. */
const NO_PROGRAM = /%|\.(?:o|lo|a|la|so|dylib|dll|d|h|hpp|c|cc|cpp|cxx|i|s|)$|\.so\.\d|(?:^|\/)lib[^/]*\./;
/** Programs for the machine that builds (a generator of sources, a test), by the name of their compiler's variable. */
const FOR_HOST =
  /\$[({](?:\w*HOST_?(?:C(?:C|XX)|LD)|C(?:C|XX)_?(?:FOR_)?(?:BUILD|HOST|NATIVE)|BUILD_?C(?:C|XX)|NATIVE_?C(?:C|XX))[)}]/i;
/** What links: the compiler's variable or its name. */
const COMPILER = /\$[({]\w*(?:CC|CXX|LD|LINK\w*)[)}]|(?:^|[\s@;&|])(?:gcc|g\+\+|clang(?:\+\+)?|cc|c\+\+)(?:-\d+)?\s/;
/** A compiler called by its name cannot be replaced by a variable. */
const BY_NAME = /(?:^|[\s@;&|])((?:gcc|g\+\+|clang(?:\+\+)?|cc|c\+\+)(?:-\d+)?)\s/;

/** A project that make builds. */
export function recogniseMake(
  files: ProjectFiles,
  path: string,
  selection: Selection,
  dialect: Dialect,
): Recognised<CPlan> {
  const { bin } = selection;
  const options = buildOptions(selection);
  const makefile = readMakefile(path, files, options.makeVars);
  const targets = programsOf(makefile, files, dialect);
  const programs = [...targets.keys()];
  const reader = needsReader(files, selection, dialect);
  const candidate = (output: string, target?: string) => {
    const needs = reader.needsOf(sourcesOfProgram(makefile, files, [output, target ?? output], dialect));
    return makeCandidate(path, output, needs, options, target);
  };
  const known = [...targets].map(([output, target]) => candidate(output, target));
  const wished = bin !== undefined && !known.some((candidate) => candidate.bin === bin);
  // A rule that this reader does not see may still make it: then plain make does.
  const candidates = wished ? [...known, { ...candidate(bin), onlyNamed: true }] : known;
  if (candidates.length === 0) throw noRule(path, delegatedFolders(makefile, files, dialect));
  const made = madeByDefault(makefile);
  const reached = programs.filter((program) => made.has(program));
  const helpers = runByRules(makefile);
  const first = new Set(reached.length > 0 ? reached : programs);
  return {
    found: [`${dialect.title}: ${path}, which links ${programs.join(', ') || `${bin} (so you say)`}`],
    candidates,
    preferred: namedFirst(
      withoutLast(
        candidates.filter((candidate) => first.has(candidate.bin ?? '')),
        ({ bin = '' }) => isAsideName(bin) || helpers.has(bin),
      ),
      [configuredName(files), folderName(files)],
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
  options: PassedOptions,
  target?: string,
): Candidate<CPlan> {
  const file = plain(path, 'output', output);
  const name = file.replace(/^.*\//, '').replace(/\.(?:wasm|elf|exe|out)$/, '');
  const plan = { kind: 'make' as const, ...(target && { target }), output: file, ...inPlan(needs), ...options };
  return { bin: file, name, plan, ...besidesPlan(needs) };
}

/** Every file that a rule links, explicitly or by make's own rule for `name: name.o`, and the target that makes it. */
export function programsOf({ rules, phony }: Makefile, files: ProjectFiles, { source }: Dialect): Map<string, string> {
  const programs = new Map<string, string>();
  const take = (output: string, target = output) => {
    // A name that a Containerfile could not hold comes from a variable that was not understood.
    if (NO_PROGRAM.test(output) || phony.has(output) || ![output, target].every(isPlain)) return;
    const [file, made] = [output, target].map((name) => name.replace(/^\.\//, '')) as [string, string];
    // The rule that has the file's own name is the surest.
    if (file === made || !programs.has(file)) programs.set(file, made);
  };
  // What has no recipe is made by a pattern rule, or by make's own out of its one source: `all: $(OBJECTS)` links nothing.
  const sources = new Set(files.paths.filter((path) => source.test(path)).map((path) => path.replace(source, '')));
  const known = new Set(rules.flatMap(({ targets }) => targets));
  const patterns = rules.filter(isLinkRule).flatMap(({ targets }) => targets.filter((target) => target.includes('%')));
  const isImplied = (target: string, needs: readonly string[] = []) =>
    sources.has(target) ||
    needs.includes(`${target}.o`) ||
    patterns.some((pattern) => stemOf(pattern, target) !== undefined);
  for (const rule of rules) {
    const { targets, needs, recipe } = rule;
    // A recipe may link under another name than its target's (`all:`): asked for by that name, make would not find it.
    if (isLinkRule(rule)) {
      const named = targets.find((target) => !target.includes('%'));
      for (const output of outputsOf(rule)) take(output, targets.includes(output) ? output : named);
    }
    if (recipe.length === 0 && needs.some((need) => need.endsWith('.o') || source.test(need))) {
      for (const target of targets) if (isImplied(target, needs)) take(target);
    }
    for (const need of needs) {
      if (!known.has(need) && isImplied(need)) take(need);
    }
  }
  return programs;
}

/** Whether a recipe links a program with the compiler that can be replaced. */
function isLinkRule({ recipe }: MakeRule): boolean {
  return recipe.some((line) => linksIn(line));
}

function linksIn(line: string): boolean {
  return (
    COMPILER.test(line) && /\s-o\s*\S/.test(line) && !/\s-(?:c|S|E|M|shared)(?:\s|$)/.test(line) && !FOR_HOST.test(line)
  );
}

/** A recipe that links under a name of its own, in a rule with another (`all:`), makes that file. */
function outputsOf({ targets, recipe }: MakeRule): readonly string[] {
  const named = recipe.filter(linksIn).map((line) => /\s-o\s*(\S+)/.exec(line)?.[1] ?? '');
  const plainNames = named.filter((name) => /^[\w./-]+$/.test(name));
  return named.some((name) => name.includes('$')) || plainNames.length === 0 ? targets : plainNames;
}

/** Programs that a recipe runs to make a source or a header: they are for the machine that builds. */
function runByRules({ rules, expanded }: Makefile): Set<string> {
  const making = rules.filter(({ targets }) =>
    targets.some((target) => /\.(?:c|h|cc|cpp|cxx|hpp|inc|def)$/.test(target)),
  );
  const lines = making.flatMap(({ recipe }) => recipe.map(expanded));
  return new Set(
    lines.flatMap((line) => [...line.matchAll(/(?:^|[;&|@\s])\.\/([\w./-]+)/g)].map(([, name = '']) => name)),
  );
}

/** Everything that plain `make` makes: targets, what they need, and what their recipes link. */
function madeByDefault({ rules, goal }: Makefile): Set<string> {
  const byTarget = new Map<string, MakeRule[]>();
  for (const rule of rules) {
    for (const target of rule.targets) byTarget.set(target, [...(byTarget.get(target) ?? []), rule]);
  }
  const made = new Set(goal === undefined ? [] : [goal]);
  // A set that grows while it is walked through is walked through to its new end.
  for (const target of made) {
    made.add(target.replace(/^\.\//, ''));
    for (const rule of byTarget.get(target) ?? []) {
      for (const output of isLinkRule(rule) ? outputsOf(rule) : []) made.add(output);
      for (const need of rule.needs) made.add(need);
    }
  }
  return made;
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
