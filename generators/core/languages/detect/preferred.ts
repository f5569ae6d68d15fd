import type { BuildPlan } from '../build-plan.js';
import type { ProjectFiles } from './project-files.js';
import type { Candidate } from './recognised.js';

/** A word in a name of what tests, shows or measures a program: `run_tests`, not `contest`. */
const ASIDE_NAME =
  /(?:^|[_./-])(?:(?:unit)?tests?|test(?:er|ing|suite|runner)|examples?|samples?|demos?|bench(?:marks?|er)?|fuzz(?:er|ers|ing)?)(?:$|[_./-])/i;

/** Whether a name says that a program is not what its project is for. */
export function isAsideName(name: string): boolean {
  return ASIDE_NAME.test(name);
}

/** Those of several programs that a predicate does not put last; all where it puts all last. */
export function withoutLast<One>(all: readonly One[], isLast: (one: One) => boolean): readonly One[] {
  const first = all.filter((one) => !isLast(one));
  return first.length > 0 ? first : all;
}

/**
 * Of several programs, the one that is called as the project is; all of them where none is, or two are.
 *
 * @param project what the project calls itself, surest first
 */
export function namedFirst<Plan extends BuildPlan>(
  candidates: readonly Candidate<Plan>[],
  project: readonly (string | undefined)[],
): readonly Candidate<Plan>[] {
  for (const name of project.map((each) => comparableName(each ?? '')).filter(Boolean)) {
    const same = candidates.filter((candidate) => comparableName(candidate.name) === name);
    const [only, second] = same;
    if (only && !second) return same;
    // `foo` is more foo than `foo-cli`.
    const exact = same.filter((candidate) => candidate.name.toLowerCase() === name);
    if (exact.length === 1) return exact;
  }
  return candidates;
}

/** Whether a program is called as its project is. */
export function isCalledAs(program: string, project: readonly (string | undefined)[]): boolean {
  const names = project.map((each) => comparableName(each ?? '')).filter(Boolean);
  return names.includes(comparableName(program));
}

/** What a project is called by its folder, without a version: `bzip2-1.0.8`, `lua5.4`. */
export function folderName({ name }: ProjectFiles): string | undefined {
  return name?.replace(/(?:[-_.]v?\d[\w.+~]*|\d+\.\d[\w.+~]*)$/, '');
}

/**
 * What a project calls itself, surest first. That of a folder is also what its build context is called: `programs` of
 * `zstd-1.5.7` makes zstd.
 */
export function projectNames(files: ProjectFiles): (string | undefined)[] {
  const above = files.part ? projectNames(files.part.context) : [];
  return [configuredName(files), folderName(files), ...above];
}

/** What `configure.ac` calls a project. */
export function configuredName(files: ProjectFiles): string | undefined {
  const text = files.text('configure.ac') ?? files.text('configure.in') ?? '';
  return /^\s*AC_INIT\(\s*\[?\s*([\w.+-]+)/m.exec(text)?.[1];
}

/** `foo-cli` and `libfoo` are foo's. */
function comparableName(name: string): string {
  const lower = name.toLowerCase();
  return lower.replace(/[_-]?(?:cli|bin|exe|cmd|tool)$|^lib/g, '').replace(/[^a-z0-9+]/g, '') || lower;
}
