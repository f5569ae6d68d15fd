import type { BuildPlan } from '../build-plan.js';

/** `tinygo build … ./cmd/name`, or `go build … ./cmd/name` */
export interface GoPlan extends BuildPlan {
  kind: 'go';
  /** `.` or a path that begins with `./`. */
  package: string;
  /** Build tags that the user gives. */
  tags?: readonly string[];
  /** More flags for the linker, a word each. */
  ldflags?: readonly string[];
}
