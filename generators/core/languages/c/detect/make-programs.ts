import { isPlain } from '../../detect/plain.js';
import type { ProjectFiles } from '../../detect/project-files.js';
import type { Dialect } from '../dialect.js';
import { stemOf, wordsOf } from './make-expand.js';
import type { Makefile, MakeRule } from './makefile.js';

/** The names that make looks for, in its order. */
export const MAKEFILES = ['GNUmakefile', 'makefile', 'Makefile'] as const;

/** What a rule makes that is no program. */
const NO_PROGRAM = /%|[-_.]$|\.(?:o|lo|a|la|so|dylib|dll|d|h|hpp|c|cc|cpp|cxx|i|s|)$|\.so\.\d|(?:^|\/)lib[^/]*\./;
/** Programs for the machine that builds (a generator of sources, a test), by the name of their compiler's variable. */
const FOR_HOST =
  /\$[({](?:\w*HOST_?(?:C(?:C|XX)|LD)|C(?:C|XX)_?(?:FOR_)?(?:BUILD|HOST|NATIVE)|BUILD_?C(?:C|XX)|NATIVE_?C(?:C|XX))[)}]/i;
/** What links: the compiler's variable or its name. */
const COMPILER = /\$[({]\w*(?:CC|CXX|LD|LINK\w*)[)}]|(?:^|[\s@;&|])(?:gcc|g\+\+|clang(?:\+\+)?|cc|c\+\+)(?:-\d+)?\s/;
/** Every file that a rule links, explicitly or by make's own rule for `name: name.o`, and the target that makes it. */
export function programsOf(makefile: Makefile, files: ProjectFiles, { source }: Dialect): Map<string, string> {
  const { rules, phony } = makefile;
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
  for (const name of madeByItself(makefile)) {
    if (!NO_PROGRAM.test(name) && isPlain(name) && !files.paths.includes(name)) programs.set(name, name);
  }
  return programs;
}

/** What `make install` installs, and a rule makes by starting this Makefile again, with other variables: `zstd`. */
function madeByItself(makefile: Makefile): string[] {
  const { rules, expanded } = makefile;
  const installed = installedBy(makefile);
  return rules
    .filter(({ recipe }) => recipe.map(expanded).some((line) => /^[@+-]*\s*make\s(?!.*\s-[Cf])/.test(line)))
    .flatMap(({ targets }) => targets.filter((target) => installed.has(target)));
}

/** The targets that `make install` installs, by the commands of its recipes. */
export function installedBy({ rules, expanded }: Makefile): ReadonlySet<string> {
  const targets = new Set(rules.flatMap((rule) => rule.targets));
  const lines = rules
    .filter((rule) => rule.targets.some((target) => /^install(?:[-_.]|$)/.test(target)))
    .flatMap(({ recipe }) => recipe.filter((line) => /\$[({]\w*INSTALL\w*[)}]|\b(?:install|cp)\s/.test(line)));
  const words = lines.flatMap((line) => wordsOf(expanded(line)).map((word) => word.replace(/^\.\//, '')));
  return new Set(words.filter((word) => targets.has(word)));
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
export function runByRules({ rules, expanded }: Makefile): Set<string> {
  const making = rules.filter(({ targets }) =>
    targets.some((target) => /\.(?:c|h|cc|cpp|cxx|hpp|inc|def)$/.test(target)),
  );
  const lines = making.flatMap(({ recipe }) => recipe.map(expanded));
  return new Set(
    lines.flatMap((line) => [...line.matchAll(/(?:^|[;&|@\s])\.\/([\w./-]+)/g)].map(([, name = '']) => name)),
  );
}

/** Everything that plain `make` makes: targets, what they need, and what their recipes link. */
export function madeByDefault({ rules, goal }: Makefile): Set<string> {
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
