import { Cancelled, ExitCode, Failure } from '../failure.js';
import type { Finished } from '../system/process.js';
import { ANSWER_LIMIT } from './explain.js';
import type { Host } from './host.js';
import type { KnownErrors } from './known-errors.js';

/** How buildah and BuildKit name the builder image that they look for in a registry. */
const LOOKED_FOR =
  /creating build container: (?:initializing source docker:\/\/|short-name ")([^\s"]+?)(?:"|: )|failed to resolve source metadata for ([^\s:]+(?::[^\s:]+)?): /;

/**
 * Names a builder image of this machine that is for another platform: often the image of a project, under the name of its
 * builder. The engine then asks a registry for that name, and says only that. Any other failure is unchanged.
 *
 * @param failure what the engine's output says: that a registry cannot be reached, or has no such image
 */
export async function namingLocalBuilder(
  { run }: Host,
  errors: KnownErrors,
  { stdout, stderr }: Finished,
  failure: Failure,
): Promise<Failure> {
  const image = LOOKED_FOR.exec(`${stdout}${stderr}`)
    ?.slice(1)
    .find((name) => name !== undefined);
  if (image === undefined || failure instanceof Cancelled) return failure;
  const args = ['image', 'inspect', '--format', '{{.Os}}/{{.Architecture}}', image];
  const asked = await run(errors.program, args, { timeout: ANSWER_LIMIT });
  const platform = asked.stdout.trim();
  if (asked.exitCode !== 0 || !/^[\w.-]+\/[\w.-]+$/.test(platform)) return failure;
  const what =
    platform === 'wasi/wasm' ? 'WebAssembly, and no compiler runs in it' : `${platform}, and this machine is another`;
  return new Failure(`The builder image ${image} exists on this machine, and is an image for ${what}.`, {
    exitCode: ExitCode.notBuilt,
    fix: [
      { text: `Use a builder image for this machine: ${errors.build} --build-arg BUILDER_IMAGE=REF …` },
      { command: `${errors.program} image inspect ${image}`, text: 'shows what it is' },
    ],
    output: failure.output,
    known: 'builder-platform',
  });
}
