import { createReadStream } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { embedded } from '../../generators/core/engines/embedded/engine.js';
import type { LanguageId } from '../../generators/core/languages/languages.js';
import { readOciArchive } from '../../generators/core/oci/oci.js';
import { greetingOf } from '../../generators/core/project/render.js';
import { templatesFolder } from '../../generators/core/system/package-root.js';
import { languageIds } from '../support/projects.js';
import { bareMachine } from './support/bare-machine.js';
import { ENDLESS, endlessTarget } from './support/endless.js';
import { ociValidator } from './support/go-programs.js';
import { insideBuilder } from './support/inside.js';
import { needsLab, registryHost } from './support/lab.js';
import { withOnly } from './support/only-engine.js';
import { cli, createWasmOci, emptyFolder, podman, run, untag } from './support/run.js';

const banner = await readFile(join(templatesFolder, 'shared/banner.txt'), 'utf8');
const archive = (path: string) => readOciArchive(createReadStream(path));

describe('on a machine with only Node', () => {
  let folder: string;
  let bare: Record<string, string>;
  const hello = () => join(folder, 'hello');
  const hi = greetingOf(banner, 'hello');

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'create-wasm-oci-embedded-'));
    bare = await bareMachine(await mkdtemp(join(folder, 'bin-')));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('the first command ends with the greeting and an archive', async () => {
    const { exitCode, stdout, stderr } = await createWasmOci(['hello', '--language', 'c', '--yes'], {
      cwd: folder,
      env: bare,
    });
    expect({ exitCode, stdout }, stderr).toEqual({ exitCode: 0, stdout: 'oci-archive:hello/hello.oci.tar\n' });
    expect(stderr).toContain(hi);
    expect(stderr).toContain("run under Node's WASI");
    expect(stderr).toMatch(/engine +embedded with .* \(the first that works here\)/);
    // What every Podman takes, also one on another system (remote.test.ts types it).
    expect(stderr).toMatch(
      /^ {2}load +podman load --input hello\/hello\.oci\.tar\n {2}run +podman run --rm --platform wasi\/wasm localhost\/hello:latest$/m,
    );
  });

  it('podman runs that archive as it is, and loads it', async () => {
    const flags = ['run', '--rm', '--platform', 'wasi/wasm'];
    expect(await podman([...flags, `oci-archive:${hello()}/hello.oci.tar`])).toBe(hi);
    await podman(['load', '--input', join(hello(), 'hello.oci.tar')]);
    expect(await podman([...flags, '--pull=never', 'localhost/hello:latest', 'a'])).toBe(
      greetingOf(banner, 'hello', ['a']),
    );
  });

  it('a second build has the same digest', async () => {
    const first = await archive(join(hello(), 'hello.oci.tar'));
    const again = await createWasmOci(['hello', '--no-write', '--engine', 'embedded', '--yes', '--json'], {
      cwd: folder,
      env: bare,
    });
    expect(again.exitCode, again.stderr).toBe(0);
    expect(JSON.parse(again.stdout).digest).toBe(first.digest);
  });

  it('SOURCE_DATE_EPOCH is the time of everything in it, and nonsense there is refused', async (test) => {
    needsLab(test);
    const build = (epoch: string) =>
      createWasmOci(['hello', '--no-write', '--engine', 'embedded', '--no-run', '--yes'], {
        cwd: folder,
        env: { ...bare, SOURCE_DATE_EPOCH: epoch },
      });
    expect((await build('1700000000')).exitCode).toBe(0);
    const { stdout } = await run('skopeo', ['inspect', `oci-archive:${hello()}/hello.oci.tar`]);
    expect(JSON.parse(stdout).Created).toBe('2023-11-14T22:13:20Z');
    expect(await build('yesterday')).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining('SOURCE_DATE_EPOCH'),
    });
  });

  it('image, layout and artifact hold to the schemas of the OCI image specification', async () => {
    const args = ['hello', '--no-write', '--engine', 'embedded', '--artifact', '--layout', '--no-run', '--yes'];
    const built = await createWasmOci(args, { cwd: folder, env: bare });
    expect(built.exitCode, built.stderr).toBe(0);
    for (const name of ['hello.oci.tar', 'hello.artifact.oci.tar']) {
      const layout = await emptyFolder();
      await run('tar', ['-xf', join(hello(), name), '-C', layout]);
      expect((await run(await ociValidator(), [layout])).stdout).toBe('valid\n');
    }
    expect((await run(await ociValidator(), [join(hello(), 'hello.oci')])).stdout).toBe('valid\n');
    const line = ['run', '--rm', '--platform', 'wasi/wasm', `oci:${join(hello(), 'hello.oci')}`];
    expect(await podman(line)).toBe(hi);
  });

  it.for(['skopeo', 'podman', 'docker'] as const)(
    'a registry takes it with --push by %s, and gives it back',
    async (program, test) => {
      needsLab(test);
      const image = `${registryHost()}/e2e/by-${program}:1`;
      const env = await withOnly(program, test);
      const args = ['hello', '--no-write', '--engine', 'embedded', '--image', image, '--push', '--no-run', '--yes'];
      const pushed = await createWasmOci([...args, '--json'], { cwd: folder, env });
      expect(pushed.exitCode, pushed.stderr).toBe(0);
      const inspected = JSON.parse((await run('skopeo', ['inspect', `docker://${image}`])).stdout);
      expect(inspected).toMatchObject({ Os: 'wasi', Architecture: 'wasm' });
      // Podman compresses layers again, so that the manifest is another; the layer's contents are the same.
      if (program !== 'podman') expect(inspected.Digest).toBe(JSON.parse(pushed.stdout).digest);
      await untag(image);
      expect(await podman(['run', '--rm', '--platform', 'wasi/wasm', image])).toBe(hi);
      await untag(image);
    },
  );

  it('--push says what is missing where nothing can push', async () => {
    const args = [
      'hello',
      '--no-write',
      '--engine',
      'embedded',
      '--image',
      'quay.io/you/hello:1',
      '--push',
      '--no-run',
      '--yes',
    ];
    const { exitCode, stderr } = await createWasmOci(args, { cwd: folder, env: bare });
    expect(exitCode, stderr).toBe(3);
    expect(stderr).toContain('error: Nothing on this machine can push quay.io/you/hello:1');
    expect(stderr).toContain(
      `fix: cd ${hello()} && skopeo copy oci-archive:hello.oci.tar docker://quay.io/you/hello:1\n`,
    );
  });

  it.for(['skopeo', 'podman'] as const)(
    '--push by %s to a registry that is not there says so',
    async (program, test) => {
      const env = await withOnly(program, test);
      const args = ['hello', '--no-write', '--engine', 'embedded', '--image', '127.0.0.1:1/you/hello:1', '--push'];
      const pushed = await createWasmOci([...args, '--no-run', '--yes', '--json'], { cwd: folder, env });
      await untag('127.0.0.1:1/you/hello:1');
      expect(pushed.exitCode, pushed.stderr).toBe(3);
      expect(JSON.parse(pushed.stdout)).toMatchObject({
        exitCode: 3,
        error: expect.stringContaining(`${program} could not push`),
      });
      expect(pushed.stderr).toContain('The registry in the image reference cannot be reached.');
      expect(pushed.stderr).toContain('fix: Check its name and port in --image');
    },
  );

  it('--push of a reference without a registry is wrong input', async () => {
    const { exitCode, stderr } = await createWasmOci(['hello', '--no-write', '--push', '--yes'], {
      cwd: folder,
      env: bare,
    });
    expect(exitCode, stderr).toBe(1);
    expect(stderr).toContain('error: --push: localhost/hello:latest names no registry.');
  });

  it.for(['podman', 'docker'] as const)('--load puts it into the store of %s', async (program, test) => {
    const env = await withOnly(program, test);
    // No other file's image: they share the stores.
    const image = 'localhost/embedded-load:latest';
    await run(program, ['rmi', '--force', image], { env });
    const args = ['hello', '--no-write', '--engine', 'embedded', '--load', '--image', image, '--yes'];
    const { exitCode, stdout, stderr } = await createWasmOci(args, { cwd: folder, env });
    expect({ exitCode, stdout }, stderr).toEqual({ exitCode: 0, stdout: `${image}\n` });
    expect(stderr).toContain(`${image} is in the store of ${program}.`);
    const runtime = program === 'docker' ? ['--runtime', 'crun-wasm'] : [];
    const told = [program, 'run', '--rm', ...runtime, '--platform', 'wasi/wasm', image];
    expect(stderr).toContain(`  run      ${told.join(' ')}\n`);
    const line = ['run', '--rm', '--pull=never', ...runtime, '--platform', 'wasi/wasm', image];
    expect(await run(program, line, { env })).toMatchObject({ exitCode: 0, stdout: hi });
    await run(program, ['rmi', '--force', image], { env });
  });

  it('--load works in a folder whose name has a colon and a space', async (test) => {
    const env = await withOnly('podman', test);
    const args = [join(folder, 'a: b'), '--name', 'colon', '--language', 'c', '--load', '--no-run', '--yes'];
    const { exitCode, stdout, stderr } = await createWasmOci([...args, '--engine', 'embedded'], { cwd: folder, env });
    expect({ exitCode, stdout }, stderr).toEqual({ exitCode: 0, stdout: 'localhost/colon:latest\n' });
    await untag('localhost/colon:latest');
  });

  it('--no-write builds what the user made of it, and never overwrites it', async () => {
    await writeFile(join(hello(), 'src/main.c'), '#include <stdio.h>\nint main(void) { puts("mine"); }\n');
    const args = ['hello', '--no-write', '--engine', 'embedded', '--yes'];
    const { exitCode, stderr } = await createWasmOci(args, { cwd: folder, env: bare });
    expect(exitCode, stderr).toBe(0);
    expect(stderr).toMatch(/^mine$/m);
    expect(await readFile(join(hello(), 'src/main.c'), 'utf8')).toContain('mine');
  });

  it('a failing compile says why, and leaves the archive as it was', async () => {
    const before = await readFile(join(hello(), 'hello.oci.tar'));
    await writeFile(join(hello(), 'src/main.c'), 'int main({\n');
    const { exitCode, stderr } = await createWasmOci(['hello', '--no-write', '--engine', 'embedded', '--yes'], {
      cwd: folder,
      env: bare,
    });
    expect(exitCode, stderr).toBe(3);
    expect(stderr).toContain('main.c:1:');
    expect(stderr).not.toMatch(/^ +at /m);
    expect((await readFile(join(hello(), 'hello.oci.tar'))).equals(before)).toBe(true);
    expect((await readdir(hello())).filter((name) => name.includes('.part'))).toEqual([]);
  });

  it.runIf(process.platform === 'linux')('an endless program is stopped', async () => {
    await writeFile(join(hello(), 'src/main.c'), ENDLESS);
    const args = ['hello', '--no-write', '--engine', 'embedded', '--no-run', '--yes'];
    expect((await createWasmOci(args, { cwd: folder, env: bare })).exitCode).toBe(0);
    const target = { ...endlessTarget(hello(), 'localhost/hello:latest'), slug: 'hello' };
    // It says nothing, so its process tells that it runs: Node, with the module in a folder of only this test.
    const temporary = await emptyFolder();
    vi.stubEnv('TMPDIR', temporary);
    onTestFinished(() => void vi.unstubAllEnvs());
    const stop = new AbortController();
    const ended = expect(embedded.run(target, stop.signal)).rejects.toMatchObject({ exitCode: 130 });
    await expect.poll(() => processesWith(temporary)).toHaveLength(1);
    stop.abort();
    await ended;
    expect(await processesWith(temporary)).toEqual([]);
    expect(await readdir(temporary)).toEqual([]);
  });

  it.each<[LanguageId, string]>([
    ['rust', 'rustup target add wasm32-wasip1'],
    ['tinygo', 'tinygo.org'],
  ])('%s has no compiler: auto writes the files and says what to install', async (language, fix) => {
    const cwd = await emptyFolder();
    const { exitCode, stdout, stderr } = await createWasmOci(['none', '--language', language, '--yes'], {
      cwd,
      env: bare,
    });
    expect({ exitCode, stdout }, stderr).toEqual({ exitCode: 0, stdout: '' });
    expect(stderr).toContain(fix);
    expect(await readdir(join(cwd, 'none'))).toContain('Containerfile');
    // A script that asks for an image has to know that there is none.
    const args = ['none', '--yes', '--no-write', '--layout'];
    const wanted = await createWasmOci(args, { cwd, env: bare });
    expect({ exitCode: wanted.exitCode, stdout: wanted.stdout }, wanted.stderr).toEqual({ exitCode: 3, stdout: '' });
    expect(wanted.stderr).toContain('error: --layout needs an image, and no engine works here.');
    expect(wanted.stderr).toContain(fix);
  });
});

describe('a clang that has linked for WASI once', () => {
  it('is not tried again until a compilation fails', async () => {
    const cwd = await emptyFolder();
    await createWasmOci(['own', '--language', 'c', '--no-build', '--yes'], { cwd });
    const build = 'own --no-write --no-run --engine embedded --yes';
    const again = `/opt/node ${cli()[1]} ${build} || echo "ended with $?" >&2`;
    const withoutLibrary = "find / -xdev -name libc.a -path '*wasm32*' -delete";
    const { stdout, stderr } = await insideBuilder('c', cwd, `${build} && ${withoutLibrary}; ${again}; ${again}`);
    expect(stdout).toBe('oci-archive:own/own.oci.tar\n');
    const [, second, third] = stderr.split(/^error: /m);
    expect(second).toMatch(/^clang failed .*ended with 3\n$/s);
    expect(third).toMatch(/^No clang that builds for WASI is here.*ended with 3\n$/s);
  });
});

describe.each(languageIds)('with the compiler of the %s builder image', (language) => {
  it('the embedded engine makes the same image as Podman: module to the byte, config but for history and time', async () => {
    const cwd = await emptyFolder();
    const name = `same-${language}`;
    const built = await createWasmOci([name, '--language', language, '--engine', 'podman', '--yes'], { cwd });
    expect(built.exitCode, built.stderr).toBe(0);
    await podman(['save', '--format', 'oci-archive', '--output', join(cwd, 'podman.tar'), `localhost/${name}:latest`]);

    const ran = await insideBuilder(language, cwd, `${name} --no-write --engine embedded --yes`);
    expect(ran.exitCode, ran.stderr).toBe(0);
    expect(ran.stderr).toContain(greetingOf(banner, name));

    const [theirs, ours] = [await archive(join(cwd, 'podman.tar')), await archive(join(cwd, name, `${name}.oci.tar`))];
    expect(Buffer.from(ours.program ?? []).equals(Buffer.from(theirs.program ?? []))).toBe(true);
    const { 'io.buildah.version': _, ...labels } = theirs.labels;
    expect(ours).toMatchObject({
      os: theirs.os,
      architecture: theirs.architecture,
      entrypoint: theirs.entrypoint,
      labels,
      stopSignal: theirs.stopSignal,
    });
    await untag(`localhost/${name}:latest`);
  });
});

/** The processes that have this word in their command line. */
async function processesWith(word: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
  return lines.filter((line) => line.includes(word));
}
