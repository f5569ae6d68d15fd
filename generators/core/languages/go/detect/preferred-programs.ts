import { namedFirst, withoutLast } from '../../detect/preferred.js';
import type { Candidate } from '../../detect/recognised.js';
import type { GoPlan } from '../plan.js';

/** Folders whose programs help to make the others, or show how they are used. */
const HELPERS =
  /\/(?:internal|tools?|hack|scripts?|tests?|e2e|testing|_?examples?|samples?|demos?|bench(?:marks?)?|fuzz|gen(?:erat(?:e|or))?|codegen|docs?|dev|ci|mage(?:files)?|function_source)\//;
/** What is compiled with C is a library for C, where other programs of the module do without. */
const FOR_C = 'C';
/** A function that a cloud calls: its main is for trying it. */
const CLOUD_FUNCTION = /^github\.com\/GoogleCloudPlatform\/functions-framework-go\b/;

/** What the choice among the programs of a module looks at. */
export interface ModuleFacts {
  /** What the files of each main package import, by its folder. */
  imported: ReadonlyMap<string, ReadonlySet<string>>;
  /** What the project calls itself, surest first. */
  names: readonly (string | undefined)[];
}

/** Those of several main packages that a user most likely means. */
export function preferredPrograms(
  candidates: readonly Candidate<GoPlan>[],
  { imported, names }: ModuleFacts,
): readonly Candidate<GoPlan>[] {
  const isHelper = ({ package: folder = '' }: Candidate) =>
    // Below cmd, a name is a program's.
    HELPERS.test(`${folder}/`.replace(/\/cmd\/[^/]+\/$/, '/')) ||
    [...(imported.get(folder.replace(/^\.\/?/, '')) ?? [])].some((path) => path === FOR_C || CLOUD_FUNCTION.test(path));
  return rootFirst(namedFirst(withoutLast(candidates, isHelper), [...names, ...names.map(withoutGo)]));
}

/** Of two that are called as the module, `go install MODULE` means the one in its own folder. */
function rootFirst(candidates: readonly Candidate<GoPlan>[]): readonly Candidate<GoPlan>[] {
  const root = candidates.filter(
    ({ package: folder, name }) => folder === '.' && candidates.every((one) => one.name === name),
  );
  return root.length === 1 ? root : candidates;
}

/** `go-jsonnet` is Go's jsonnet: its program has the short name. */
function withoutGo(name: string | undefined): string | undefined {
  return name?.replace(/^go[-_.]?(?=\w)|[-_.]go$/, '');
}
