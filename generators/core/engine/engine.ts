import type { Failure } from '../failure.js';
import type { ImageReport } from '../image/oci.js';

/** An engine that answers, with the version it answered with; or the reason why it cannot be used here. */
export type Availability = { works: true; version: string } | { works: false; why: Failure };

/** What to build. */
export interface BuildRequest {
  /** The project's directory: the build context. */
  directory: string;
  image: string;
  /** Build every step anew. */
  noCache?: boolean | undefined;
  onLine?: ((line: string) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/** What a program in an image printed. */
export interface RunResult {
  stdout: string;
  stderr: string;
  seconds: number;
}

/**
 * What builds and runs images. Every method that fails throws a Failure that names the cause and its fix,
 * or Cancelled when the signal ended it.
 */
export interface Engine {
  id: 'podman';
  /** Whether it can be used on this machine, now. */
  available(signal?: AbortSignal): Promise<Availability>;
  /** Builds an image for wasi/wasm and names it. Returns the seconds it took. */
  build(request: BuildRequest): Promise<number>;
  /** Reads back what was built. */
  image(reference: string, signal?: AbortSignal): Promise<ImageReport>;
  /** Runs the image once, without arguments. */
  run(reference: string, signal?: AbortSignal): Promise<RunResult>;
  /** The command line that builds, and the one that runs, for a person to repeat. */
  commands(reference: string): { build: string; run: string };
}
