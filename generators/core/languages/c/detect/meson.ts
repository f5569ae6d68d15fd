import { plain, unusable } from '../../detect/broken.js';
import { isAsideName, namedFirst, projectNames, withoutLast } from '../../detect/preferred.js';
import { inFolder, type ProjectFiles, within } from '../../detect/project-files.js';
import type { Candidate, Recognised, Selection } from '../../detect/recognised.js';
import { buildOptions } from '../build-options.js';
import type { Dialect } from '../dialect.js';
import type { CPlan, MesonPlan } from '../plan.js';
import { ASIDE_FOLDERS, buildFolder } from './c-needs.js';
import { mesonCalls } from './meson-file.js';
import { besidesPlan, inPlan, needsReader } from './needs.js';

/** The file of a Meson project, in each of its folders. */
export const MESON_FILE = 'meson.build';

interface MesonExecutable {
  target: string;
  aside: boolean;
  sources: readonly string[] | undefined;
}

/** What a meson.build and those that it takes in name. */
interface MesonProject {
  name?: string;
  executables: readonly MesonExecutable[];
  configures: boolean;
}

/** The languages that `project()` names. */
export function mesonLanguages(text: string): readonly string[] {
  const [project] = mesonCalls(text, ['project'], new Map());
  return project?.args.slice(1).filter((each) => each !== undefined) ?? [];
}

/** What Meson calls projects that another takes in: each is optional. */
const SUBPROJECTS = 'subprojects/';

/** All sources of the project itself. */
function ownSources({ paths }: ProjectFiles, source: RegExp): string[] {
  return paths.filter((path) => source.test(path) && !path.startsWith(SUBPROJECTS) && !ASIDE_FOLDERS.test(path));
}

/** A project that Meson builds. */
export function recogniseMeson(files: ProjectFiles, selection: Selection, dialect: Dialect): Recognised<CPlan> {
  const { bin } = selection;
  const { name: project, executables, configures } = readMeson(files, dialect);
  const reader = needsReader(files, selection, dialect, configures ? 'Meson' : undefined);
  const candidate = ({ target, sources }: Pick<MesonExecutable, 'target' | 'sources'>): Candidate<CPlan> => {
    const needs = reader.needsOf(sources);
    const name = plain(MESON_FILE, 'target', target);
    const plan: MesonPlan = {
      kind: 'meson',
      target: name,
      ...(configures && { configures }),
      ...inPlan(needs),
      ...buildOptions(selection),
    };
    return { bin: name, name, plan, ...besidesPlan(needs) };
  };
  const known = executables.map(candidate);
  const wished = bin !== undefined && !known.some((one) => one.bin === bin);
  const candidates = wished
    ? [...known, { ...candidate({ target: bin, sources: undefined }), onlyNamed: true }]
    : known;
  if (candidates.length === 0) throw noMesonProgram();
  const own = known.filter((_, index) => !executables[index]?.aside);
  return {
    found: [
      `${dialect.title}: ${MESON_FILE}${project ? `, project ${project}` : ''}, ${known.map((one) => one.bin).join(', ') || `${bin} (so you say)`}`,
    ],
    candidates,
    preferred: namedFirst(
      withoutLast(own.length > 0 ? own : candidates, ({ bin: name = '' }) => isAsideName(name)),
      [project, ...projectNames(files)],
    ),
    buildOutputs: [...buildFolder(files), '**/meson-private'],
    advice: [],
  };
}

function readMeson(files: ProjectFiles, { source }: Dialect): MesonProject {
  const variables = new Map<string, string>();
  const executables = new Map<string, MesonExecutable>();
  let configures = false;
  let name: string | undefined;
  const read = new Set<string>();
  const readFolder = (folder: string) => {
    const path = inFolder(folder, MESON_FILE);
    if (read.has(path)) return;
    read.add(path);
    const text = files.text(path) ?? '';
    for (const call of mesonCalls(text, ['project', 'executable', 'subdir', 'configure_file'], variables)) {
      const [first, ...others] = call.args;
      if (call.name === 'project' && name === undefined) {
        name = first;
        if (first !== undefined) variables.set('meson.project_name()', first);
      } else if (call.name === 'subdir') readFolder(within('', inFolder(folder, first ?? '')) ?? folder);
      else if (call.name === 'configure_file') configures ||= /\.h/.test(call.named.output ?? '');
      // A program that runs in the build is none for WASI.
      else if (first !== undefined && call.name === 'executable' && call.named.native !== 'true') {
        const known = new Set(files.paths);
        const sources = others.map((each) => (each === undefined ? undefined : within('', inFolder(folder, each))));
        const all = sources.every((each) => each !== undefined && known.has(each) && source.test(each));
        const libraries = ['link_with', 'dependencies', 'objects', 'sources'].some((key) => key in call.named);
        executables.set(first, {
          target: first,
          aside: ASIDE_FOLDERS.test(`${folder}/`) || call.named.build_by_default === 'false',
          sources: all && !libraries ? (sources as string[]) : ownSources(files, source),
        });
      }
    }
  };
  readFolder('');
  return { ...(name !== undefined && { name }), executables: [...executables.values()], configures };
}

function noMesonProgram(): Error {
  return unusable(
    MESON_FILE,
    'no executable() was found: a library cannot be run.',
    { text: 'Name the target where a loop or a variable names it: --bin NAME' },
    { text: 'Or compile only the sources: --build-system sources' },
  );
}
