import { plain, unusable } from '../../detect/broken.js';
import { namedFirst, projectNames, withoutLast } from '../../detect/preferred.js';
import type { ProjectFiles } from '../../detect/project-files.js';
import type { Candidate, Recognised, Selection } from '../../detect/recognised.js';
import type { Setting } from '../../passed-on.js';
import { buildOptions, type PassedOptions } from '../build-options.js';
import type { Dialect } from '../dialect.js';
import type { CPlan } from '../plan.js';
import { buildFolder } from './c-needs.js';
import { describeWithout, withoutLibraries } from './cmake-libraries.js';
import { describeFetched, describeOff, givenOff } from './cmake-options.js';
import { describeRuns, isRun, runNatively } from './cmake-runs.js';
import { type CMakeProject, type Executable, readCmake } from './cmake-targets.js';
import { besidesPlan, inPlan, type Needs, needsReader } from './needs.js';

/** A project that CMake builds. */
export function recogniseCmake(files: ProjectFiles, selection: Selection, dialect: Dialect): Recognised<CPlan> {
  const options = buildOptions(selection);
  const { define: given = [] } = options;
  const asDeclared = readCmake(files, given);
  const without = withoutLibraries(asDeclared, files, given);
  const cmake = without.length > 0 ? readCmake(files, [...given, ...without]) : asDeclared;
  const { name: project, executables, runs, installed, sourcesOf } = cmake;
  if (executables.length === 0) throw noExecutable();
  const reader = needsReader(files, selection, dialect);
  const candidates = executables.map((executable) =>
    cmakeCandidate(executable, reader.needsOf(sourcesOf(executable.target, dialect)), options, cmake, without),
  );
  const described = describeRuns(runs, executables);
  const kind = ({ aside, options }: Executable) => Number(aside) * 2 + Number(options.length > 0);
  const best = Math.min(...executables.map(kind));
  return {
    found: [
      `${dialect.title}: CMakeLists.txt${project ? `, project ${project}` : ''}, ${executables.map((e) => e.target).join(', ')}`,
      ...described.found,
    ],
    candidates,
    preferred: withoutLast(
      namedFirst(
        withoutLast(
          candidates.filter((_, index) => kind(executables[index] as Executable) === best),
          ({ bin }) => executables.some((one) => one.target === bin && isRun(one, runs)),
        ),
        [project, ...projectNames(files)],
      ),
      ({ bin = '' }) => !installed.has(bin),
    ),
    buildOutputs: [...buildFolder(files), '**/CMakeCache.txt', '**/CMakeFiles'],
    advice: [...describeFetched(cmake.fetched), ...described.advice],
  };
}

function cmakeCandidate(
  executable: Executable,
  needs: Needs,
  options: PassedOptions,
  { configures, off, runs, executables }: CMakeProject,
  libraries: readonly Setting[],
): Candidate<CPlan> {
  const { place, options: required } = executable;
  const bin = plain(place, 'target', executable.target);
  const output = plain(place, 'output', executable.output);
  for (const { name } of required) plain(place, 'option', name);
  const notBuilt = givenOff(off, required, options.define);
  const native = runNatively(runs, executables)
    .filter((one) => one !== executable)
    .map((one) => ({ target: plain(one.place, 'target', one.target), output: plain(one.place, 'output', one.output) }));
  const without = libraries.filter(({ name }) => !required.some((one) => one.name === name));
  const define = [...without, ...notBuilt, ...required, ...(options.define ?? [])];
  const plan = {
    kind: 'cmake' as const,
    target: bin,
    output,
    ...(configures && { configures }),
    ...(native.length > 0 && { native }),
    ...inPlan(needs),
    ...options,
    ...(define.length > 0 && { define }),
  };
  const besides = besidesPlan(needs);
  const set = required.map(({ name, value }) => `-D${name}=${value}`).join(' ');
  const found = [
    ...(set ? [`${place} adds ${bin} only with ${set}: it is set`] : []),
    ...describeWithout(without),
    ...describeOff(notBuilt),
    ...(besides.found ?? []),
  ];
  return { bin, name: output, plan, ...besides, ...(found.length > 0 && { found }) };
}

function noExecutable(): Error {
  return unusable('CMakeLists.txt', 'no add_executable was found: a library cannot be run.', {
    text: 'Name the target with a Makefile or plain sources: --build-system make, --build-system sources',
  });
}
