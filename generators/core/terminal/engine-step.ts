/** Podman's and buildah's way to announce a step, with a stage in front when there are several. */
const BUILD_STEP = /^(?:\[(\d+)\/(\d+)\] )?STEP (\d+)\/(\d+): (.*)$/;

/** Docker's (BuildKit's): steps are numbered in their stage, and stages have names. */
const BUILDKIT_STEP = /^#\d+ \[(?:(?<stage>\S.*) )?(?<step>\d+)\/(?<steps>\d+)\] (?<command>.*)$/;

/** `STEP 3/9: RUN make` of stage 1/2, as users read it; undefined for any other line. */
export function stepOf(line: string): string | undefined {
  const match = BUILD_STEP.exec(line);
  if (match) {
    const [, stage, stages, step, steps, command] = match;
    return `${stage ? `stage ${stage} of ${stages}, ` : ''}step ${step} of ${steps}: ${command}`;
  }
  const { stage, step, steps, command } = BUILDKIT_STEP.exec(line)?.groups ?? {};
  return step && `${stage ? `stage ${stage}, ` : ''}step ${step} of ${steps}: ${command}`;
}
