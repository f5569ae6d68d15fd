import { plain, unusable } from '../../detect/broken.js';
import { namedFirst, projectNames } from '../../detect/preferred.js';
import type { ProjectFiles } from '../../detect/project-files.js';
import type { Candidate, Recognised, Selection } from '../../detect/recognised.js';
import { buildOptions, type PassedOptions } from '../build-options.js';
import type { Dialect } from '../dialect.js';
import type { CPlan } from '../plan.js';
import { buildFolder } from './c-needs.js';
import { type Executable, readCmake } from './cmake-targets.js';
import { besidesPlan, inPlan, type Needs, needsReader } from './needs.js';

/** A project that CMake builds. */
export function recogniseCmake(files: ProjectFiles, selection: Selection, dialect: Dialect): Recognised<CPlan> {
  const options = buildOptions(selection);
  const { name: project, executables, configures, sourcesOf } = readCmake(files, options.define ?? []);
  if (executables.length === 0) throw noExecutable();
  const reader = needsReader(files, selection, dialect);
  const candidates = executables.map((executable) =>
    cmakeCandidate(executable, reader.needsOf(sourcesOf(executable.target, dialect)), options, configures),
  );
  const kind = ({ aside, options }: Executable) => Number(aside) * 2 + Number(options.length > 0);
  const best = Math.min(...executables.map(kind));
  return {
    found: [
      `${dialect.title}: CMakeLists.txt${project ? `, project ${project}` : ''}, ${executables.map((e) => e.target).join(', ')}`,
    ],
    candidates,
    preferred: namedFirst(
      candidates.filter((_, index) => kind(executables[index] as Executable) === best),
      [project, ...projectNames(files)],
    ),
    buildOutputs: [...buildFolder(files), '**/CMakeCache.txt', '**/CMakeFiles'],
    advice: [],
  };
}

function cmakeCandidate(
  executable: Executable,
  needs: Needs,
  options: PassedOptions,
  configures: boolean,
): Candidate<CPlan> {
  const { place, options: required } = executable;
  const bin = plain(place, 'target', executable.target);
  const output = plain(place, 'output', executable.output);
  const define = [...required, ...(options.define ?? [])];
  const plan = {
    kind: 'cmake' as const,
    target: bin,
    output,
    ...(configures && { configures }),
    ...inPlan(needs),
    ...options,
    ...(define.length > 0 && { define }),
  };
  const besides = besidesPlan(needs);
  const set = required.map(({ name, value }) => `-D${name}=${value}`).join(' ');
  const found = [...(set ? [`${place} adds ${bin} only with ${set}: it is set`] : []), ...(besides.found ?? [])];
  return { bin, name: output, plan, ...besides, ...(found.length > 0 && { found }) };
}

function noExecutable(): Error {
  return unusable('CMakeLists.txt', 'no add_executable was found: a library cannot be run.', {
    text: 'Name the target with a Makefile or plain sources: --build-system make, --build-system sources',
  });
}
