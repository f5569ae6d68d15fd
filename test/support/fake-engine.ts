import { Readable } from 'node:stream';
import { probeModule } from '../../generators/commands/doctor/probe-module.js';
import type { Engine, Target } from '../../generators/core/engines/engine.js';
import type { EngineId } from '../../generators/core/engines/engines.js';
import type { KnownErrors } from '../../generators/core/engines/known-errors.js';
import type { Choosable } from '../../generators/core/engines/select.js';
import { sharedSymptoms } from '../../generators/core/engines/shared-symptoms.js';
import { imageLayout } from '../../generators/core/oci/layout.js';
import { type ImageReport, readOciArchive } from '../../generators/core/oci/oci.js';
import { packTar } from '../../generators/core/oci/tar.js';

/** A project of ours that is to become `localhost/hello:1`. */
export const target: Target = {
  directory: '/nowhere',
  shownDirectory: 'hello',
  image: 'localhost/hello:1',
  language: 'c',
  title: 'hello',
  slug: 'hello',
  artifact: false,
  wasmOpt: false,
  aot: false,
};

let good: Promise<ImageReport> | undefined;

/** A good image, as the embedded engine writes it and our own reader reads it. */
export function goodImage(): Promise<ImageReport> {
  good ??= written();
  return good;
}

async function written(): Promise<ImageReport> {
  const contents = { image: target.image, entrypoint: '/hello.wasm', module: probeModule(), labels: {}, epoch: 0 };
  return readOciArchive(Readable.from([await packTar(await imageLayout(contents), { epoch: 0, mode: 0o644 })]));
}

/**
 * An engine without a machine behind it: it works, builds a good image in a second, and its program prints `hello`.
 *
 * @param calls gets the name of every method that does something, as it is called
 * @param parts what this one does instead
 */
export function fakeEngine(id: EngineId, calls: string[] = [], parts: Partial<Engine> = {}): Engine & Choosable {
  const called = <Value>(what: string, value: Value): Value => {
    calls.push(`${id} ${what}`);
    return value;
  };
  const engine: Engine = {
    id,
    errors: errorsOf(id),
    available: async () => ({ works: true, version: '1.2.3' }),
    build: async (_, { noCache }) => called(noCache ? 'build --no-cache' : 'build', 1),
    image: () => called('image', goodImage()),
    run: async () => called('run', { stdout: 'hello\n', stderr: '', seconds: 0.1 }),
    attach: async () => called('attach', 0),
    push: async ({ image }) => called(`push ${image}`, { digest: `sha256:${'ab'.repeat(32)}` }),
    reference: ({ image }) => image,
    commands: ({ image }) => ({ build: `${id} build ${image}`, run: `${id} run ${image}` }),
    removal: ({ image }) => ({ command: `${id} rmi ${image}`, text: 'removes the image' }),
  };
  const whole = { ...engine, ...parts };
  return { ...whole, engine: async () => whole };
}

/** How it fails: in the words of every engine. */
function errorsOf(program: string): KnownErrors {
  return {
    title: program,
    program,
    build: `${program} build`,
    install: () => [{ command: `install ${program}` }],
    allowPlainHttp: (registry) => ({ command: `allow ${registry}` }),
    symptoms: sharedSymptoms,
  };
}
