import { ExitCode, Failure } from '../../../failure.js';
import type { ProjectFiles } from '../../detect/project-files.js';
import type { Recognised, Selection } from '../../detect/recognised.js';
import { buildSystems } from '../language.js';
import type { CPlan } from '../plan.js';
import { cAdvice } from './c-needs.js';
import { plainSources, recogniseSources } from './c-sources.js';
import { recogniseCmake } from './cmake.js';
import { MAKEFILES, recogniseMake } from './make.js';

type BuildSystem = (typeof buildSystems)[number];

/** A C project; undefined where there is no C source. */
export function recogniseC(files: ProjectFiles, selection: Selection): Recognised<CPlan> | undefined {
  if (!files.paths.some((path) => path.endsWith('.c'))) return undefined;
  const there = buildSystems.filter((system) => isThere(system, files));
  const [first] = there;
  if (first === undefined) return undefined;
  const wished = buildSystems.find((system) => system === selection['build-system']);
  const system = wished ?? first;
  if (!there.includes(system)) throw notThere(system, there);
  const recognised = recogniseWith(system, files, selection);
  const others = there.filter((each) => each !== system && each !== 'sources');
  const also = others.map(
    (other) =>
      `There is a ${other === 'make' ? 'Makefile' : 'CMakeLists.txt'}, too: --build-system ${other} takes it instead.`,
  );
  const advice = [...recognised.advice, ...(system === 'sources' ? configured(files) : []), ...cAdvice(files)];
  return { ...recognised, found: [...recognised.found, ...also], advice };
}

/** What another build system finds out before it compiles is missing where the C files are compiled as they stand. */
function configured(files: ProjectFiles): string[] {
  const path = ['configure.ac', 'configure.in', 'configure', 'meson.build'].find((name) => files.paths.includes(name));
  if (!path) return [];
  return [`${path} is not run: the C files are compiled as they stand, without a config.h that it would write.`];
}

function isThere(system: BuildSystem, files: ProjectFiles): boolean {
  if (system === 'cmake') return files.paths.includes('CMakeLists.txt');
  if (system === 'make') return makefileOf(files) !== undefined;
  return plainSources(files).length > 0;
}

function recogniseWith(system: BuildSystem, files: ProjectFiles, selection: Selection): Recognised<CPlan> {
  if (system === 'cmake') return recogniseCmake(files);
  const makefile = makefileOf(files);
  return system === 'make' && makefile ? recogniseMake(files, makefile, selection) : recogniseSources(files);
}

function makefileOf(files: ProjectFiles): string | undefined {
  return MAKEFILES.find((name) => files.paths.includes(name));
}

function notThere(system: BuildSystem, there: readonly BuildSystem[]): Failure {
  return new Failure(`--build-system ${system}: nothing of it is here.`, {
    exitCode: ExitCode.wrongInput,
    fix: [{ text: `What is here: ${there.join(', ')}.` }],
  });
}
