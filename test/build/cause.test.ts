import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildImage } from '../../generators/core/build/build-image.js';
import type { Engine, Target } from '../../generators/core/engines/engine.js';
import { explain } from '../../generators/core/engines/explain.js';
import { podmanErrors } from '../../generators/core/engines/podman/symptoms.js';
import { Cancelled, ExitCode, type Failure } from '../../generators/core/failure.js';
import { failed } from '../../generators/core/toolchain/failed.js';
import { fakeEngine, target } from '../support/fake-engine.js';
import { fixLines } from '../support/fixes.js';
import { emptyFolder } from '../support/folder.js';

/** What Podman prints of a build in which cargo needs a newer Rust. */
const OLD_RUST = `error: rustc 1.85.1 is not supported by the following package:
  hello@1.0.0 requires rustc 1.90
`;
const ended = { missing: false, timedOut: false, truncated: false, stdout: '', stderr: OLD_RUST, seconds: 1 };

/** The Rust project of a test, whose Containerfile names its builder image. */
async function project(rc = '{}'): Promise<Target> {
  const directory = await emptyFolder();
  await mkdir(join(directory, 'src'));
  await writeFile(join(directory, 'Containerfile'), 'ARG BUILDER_IMAGE=docker.io/library/rust:1.85\n');
  await writeFile(join(directory, 'Cargo.toml'), '[package]\nname = "hello"\nversion = "1.0.0"\n');
  await writeFile(join(directory, '.yo-rc.json'), rc);
  return { ...target, directory, language: 'rust' };
}

/** The failure that is left of one that an engine throws. */
async function failureOf(id: Engine['id'], failure: Error, of: Target): Promise<Failure> {
  const engine = fakeEngine(id, [], {
    build: async () => {
      throw failure;
    },
  });
  return buildImage(engine, of, {}).then(
    () => expect.unreachable('it builds'),
    (error: Failure) => error,
  );
}

const inContainer = (output: string) =>
  explain(podmanErrors, { ...ended, exitCode: 125, stderr: output }, 'build', { platform: 'linux', distribution: [] });

describe('a failed build', () => {
  it('is explained by its cause, where a container builds', async () => {
    const failure = await failureOf('podman', inContainer(OLD_RUST), await project());
    expect(failure).toMatchObject({
      message:
        'The Rust of the builder image docker.io/library/rust:1.85 is too old (1.85.1). hello 1.0.0 asks for Rust 1.90 or later.',
      known: 'old-compiler',
      exitCode: ExitCode.notBuilt,
    });
    expect(fixLines(failure.fix)).toEqual([
      'Use a builder image with Rust 1.90 or later: podman build --build-arg BUILDER_IMAGE=REF …',
    ]);
    expect(failure.output.join('\n')).toBe(OLD_RUST.trimEnd());
  });

  it('names the preset that sets the builder image', async () => {
    const hash = `sha256:${'0'.repeat(64)}`;
    const rc = { 'create-wasm-oci': { preset: { source: 'acme', name: '@acme/preset', hash } } };
    const failure = await failureOf('podman', inContainer(OLD_RUST), await project(JSON.stringify(rc)));
    expect(fixLines(failure.fix)).toContain(
      'The preset @acme/preset sets the builder image for its projects ("builders").',
    );
  });

  it("is explained by the same cause with this machine's compiler", async () => {
    const failure = await failureOf(
      'embedded',
      failed({ ...ended, exitCode: 101 }, { what: 'cargo build' }),
      await project(),
    );
    expect(failure.message).toBe(
      'The Rust of this machine is too old (1.85.1). hello 1.0.0 asks for Rust 1.90 or later.',
    );
    expect(fixLines(failure.fix)).toEqual(['Install Rust 1.90 or later, or build in a container.']);
  });

  it.each([
    ['an engine that fails by itself', inContainer('Error: writing blob: no space left on device\n'), 'disk-full'],
    [
      'a compiler with a fix of its own',
      failed({ ...ended, exitCode: 101 }, { what: 'cargo build', fix: [{ text: 'This.' }] }),
      undefined,
    ],
    [
      'a build that nothing is known of',
      inContainer('Error: building at STEP "RUN cargo": while running runtime: exit status 1\n'),
      'step',
    ],
    ['a build that was cancelled', new Cancelled('The files are kept.'), undefined],
  ])('is left as it is: %s', async (_, failure, known) => {
    const found = await failureOf('podman', failure, await project());
    expect(found).toBe(failure);
    expect(found.known).toBe(known);
  });
});
