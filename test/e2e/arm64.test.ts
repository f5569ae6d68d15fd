import { createReadStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readOciArchive } from '../../generators/core/oci/oci.js';
import { greetingOf } from '../../generators/core/project/render.js';
import { templatesFolder } from '../../generators/core/system/package-root.js';
import { hello } from '../support/hello-modules.js';
import { type Arm64, arm64Root, createOnArm64 } from './support/arm64.js';
import { bareMachine } from './support/bare-machine.js';
import { createWasmOci, emptyFolder } from './support/run.js';

/** Emulated, one command takes what ten take elsewhere. */
const PATIENCE = 600_000;

const IMAGE = 'localhost/arm64:latest';
const LAST_STAGE = 'FROM --platform=wasi/wasm scratch AS wasm';

/** A project whose builder stage runs nothing: crun does not run under the emulator. Its module is there already. */
async function projectWithoutRun(): Promise<{ folder: string; containerfile: string }> {
  const folder = await emptyFolder();
  await writeFile(join(folder, 'main.c'), 'int main(void) { return 0; }\n');
  const args = ['containerfile', '.', '--name', 'arm64', '--image', IMAGE, '--no-build', '--yes'];
  const { exitCode, stderr } = await createWasmOci(args, { cwd: folder });
  expect(exitCode, stderr).toBe(0);
  await writeFile(join(folder, 'arm64.bin'), hello());
  const written = await readFile(join(folder, 'Containerfile'), 'utf8');
  const [last, ...others] = [LAST_STAGE, 'COPY --from=builder /arm64.wasm /arm64.wasm', 'ENTRYPOINT ["/arm64.wasm"]'];
  for (const line of [last, ...others]) expect(written).toContain(`\n${line}\n`);
  // Every instruction costs two seconds under the emulator: those that decide nothing here are not in it.
  const builder = ['FROM --platform=$BUILDPLATFORM scratch AS builder', 'COPY arm64.bin /arm64.wasm'];
  return { folder, containerfile: `${[...builder, last, ...others].join('\n')}\n` };
}

/** The platform of the image in Podman's store. `podman image inspect` shows no variant. */
async function platformOf(arm64: Arm64, folder: string): Promise<string> {
  const saved = await arm64('podman', ['save', '--quiet', '--format', 'oci-archive', '-o', 'saved.tar', IMAGE], folder);
  expect(saved.exitCode, saved.stderr).toBe(0);
  const { os, architecture, variant } = await readOciArchive(createReadStream(join(folder, 'saved.tar')));
  return [os, architecture, variant].filter(Boolean).join('/');
}

describe('on arm64, with Podman 5.4.2', () => {
  it('an image that got the variant of the builder stage is built again, and has none', {
    timeout: PATIENCE,
  }, async (test) => {
    const arm64 = await arm64Root(test);
    const { folder, containerfile } = await projectWithoutRun();

    // What this tool wrote in 0.1.0. The layers stay in the cache.
    await writeFile(join(folder, 'Containerfile'), containerfile.replace(LAST_STAGE, 'FROM scratch'));
    const old = await arm64('podman', ['build', '--quiet', '--platform=wasi/wasm', '-t', IMAGE, '.'], folder);
    expect(old.exitCode, old.stderr).toBe(0);
    expect(await platformOf(arm64, folder)).toBe('wasi/wasm/v8');

    await writeFile(join(folder, 'Containerfile'), containerfile);
    const args = ['containerfile', '.', '--no-write', '--no-run', '--engine', 'podman', '--yes'];
    const built = await createOnArm64(arm64, args, folder);
    expect(built, built.stderr).toMatchObject({ exitCode: 0, stdout: `${IMAGE}\n` });
    expect(built.stderr).toContain('The cache gave an image for wasi/wasm/v8');
    expect(await platformOf(arm64, folder)).toBe('wasi/wasm');
  });

  it('the embedded engine compiles and runs C', { timeout: PATIENCE }, async (test) => {
    const arm64 = await arm64Root(test);
    const folder = await emptyFolder();
    // Has clang fetched: the arm64 root has no npm. Of another name, for what was compiled once is not compiled again.
    const env = await bareMachine(await emptyFolder());
    const args = (name: string) => [name, '--language', 'c', '--engine', 'embedded', '--yes'];
    const fetched = await createWasmOci(args('fetches'), { cwd: folder, env });
    expect(fetched.exitCode, fetched.stderr).toBe(0);

    const { exitCode, stdout, stderr } = await createOnArm64(arm64, args('on-arm64'), folder);
    expect({ exitCode, stdout }, stderr).toEqual({ exitCode: 0, stdout: 'oci-archive:on-arm64/on-arm64.oci.tar\n' });
    const banner = await readFile(join(templatesFolder, 'shared/banner.txt'), 'utf8');
    expect(stderr).toContain(greetingOf(banner, 'on-arm64'));
    expect(stderr).toMatch(/engine +embedded with @yowasp\/clang/);
  });
});
