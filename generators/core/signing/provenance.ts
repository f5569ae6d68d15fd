import { join } from 'node:path';
import type { BuildResult } from '../build/result.js';
import type { Target } from '../engines/engine.js';
import { compilesOnHost } from '../engines/engines.js';
import { textOf } from '../files/text-of.js';
import { compilerOf } from '../languages/languages.js';
import { packageVersion } from '../system/package-root.js';
import { pinsOf } from '../update/pins.js';
import { gitSourceOf } from './source.js';

/** What names this kind of build, as SLSA asks for: https://slsa.dev/spec/v1.0/provenance, buildType. */
const BUILD_TYPE = 'urn:create-wasm-oci:build:1';

/** A predicate of SLSA 1: what an image was built from, by what. */
export interface Provenance {
  buildDefinition: {
    buildType: string;
    externalParameters: Record<string, unknown>;
    internalParameters: Record<string, unknown>;
    resolvedDependencies: { uri: string; digest?: Record<string, string> }[];
  };
  runDetails: { builder: { id: string }; metadata: { finishedOn: string } };
}

/**
 * The provenance of an image. Only what is known goes in: a builder image has a digest where the Containerfile pins it,
 * and sources have a commit where nothing was changed since.
 */
export async function provenanceOf(target: Target, result: BuildResult, signal?: AbortSignal): Promise<Provenance> {
  const { directory, image, language, wasmOpt, aot, plan } = target;
  const { engine } = result;
  const inContainer = engine !== undefined && !compilesOnHost(engine.id);
  const source = await gitSourceOf(directory, signal);
  const images = inContainer ? imagesIn((await textOf(join(directory, 'Containerfile'))) ?? '') : [];
  return {
    buildDefinition: {
      buildType: BUILD_TYPE,
      externalParameters: {
        image,
        language,
        flags: compilerOf(language).flags,
        wasmOpt,
        aot,
        ...(source && { source: source.uri }),
        ...(plan && { plan }),
      },
      internalParameters: { ...(engine && { engine: engine.id, engineVersion: engine.version }) },
      resolvedDependencies: [
        ...(source ? [{ uri: source.uri, ...(source.commit && { digest: { gitCommit: source.commit } }) }] : []),
        ...images,
      ],
    },
    runDetails: {
      builder: { id: `pkg:npm/create-wasm-oci@${packageVersion}` },
      metadata: { finishedOn: new Date().toISOString() },
    },
  };
}

/** The images that a Containerfile builds with. */
function imagesIn(containerfile: string): { uri: string; digest?: Record<string, string> }[] {
  return [...pinsOf(containerfile).values()].map((image) => {
    const [, sha256] = /@sha256:([0-9a-f]{64})$/.exec(image) ?? [];
    return { uri: `docker://${image}`, ...(sha256 !== undefined && { digest: { sha256 } }) };
  });
}
