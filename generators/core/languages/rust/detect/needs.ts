import type { ProjectFiles } from '../../detect/project-files.js';
import type { PlanNeeds, SourceFindings } from '../../language.js';
import type { CargoPlan } from '../plan.js';
import { recogniseRust } from './rust.js';

type CargoNeeds = PlanNeeds<Pick<CargoPlan, 'withC' | 'withCmake' | 'locked'>>;

/** What the sources of a new project ask of its builder stage. */
export function cargoFindings(files: ProjectFiles): SourceFindings<CargoPlan> {
  const [candidate] = recogniseRust(files)?.preferred ?? [];
  const { withC, withCmake } = candidate?.plan ?? {};
  return { needs: { withC, withCmake }, found: candidate?.found ?? [] };
}

/** What templates/rust/cargo.ejs has written for the sources of an earlier day. */
export function cargoNeedsIn(containerfile: string): CargoNeeds {
  const list = (pattern: RegExp) => pattern.exec(containerfile)?.[1]?.split(', ');
  return {
    withC: list(/^# Crates that compile C: ([\w, -]+)\. wasi-sdk's clang/m),
    withCmake: list(/^# CMake builds ([\w, -]+)\. An image/m),
    locked: / cargo build [^\n]*--locked /.test(containerfile),
  };
}
