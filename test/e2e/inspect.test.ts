import { once } from 'node:events';
import { mkdir, mkdtemp, open, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it, onTestFinished } from 'vitest';
import { inspectDocument } from '../../generators/commands/inspect/document.js';
import { inspectionOf } from '../../generators/commands/inspect/inspection.js';
import { readFileAt } from '../../generators/commands/inspect/read.js';
import { reportOf } from '../../generators/commands/inspect/report.js';
import { Failure } from '../../generators/core/failure.js';
import type { LanguageId } from '../../generators/core/languages/languages.js';
import { verdictsOn } from '../../generators/core/wasm/runtimes.js';
import { readWasm, type WasmModule } from '../../generators/core/wasm/wasm.js';
import fc from '../support/fast-check.js';
import { hello, wanting } from '../support/hello-modules.js';
import { ociArchive, rawTar } from '../support/oci-archive.js';
import { componentBytes } from '../support/wasm-bytes.js';
import { dockerRun, findDocker } from './support/docker.js';
import { emptyStore, needsLab, registryHost } from './support/lab.js';
import { cli, createWasmOci, emptyFolder, podman, run, untag } from './support/run.js';
import { nodeWasi, wazero } from './support/runtimes.js';
import { builderOf } from './support/toolchains.js';

/** Inspects with the installed program, which must succeed. */
async function inspected(argument: string, options: { cwd?: string; env?: Record<string, string> } = {}) {
  const { exitCode, stdout, stderr } = await createWasmOci(['inspect', argument, '--json'], options);
  expect(exitCode, stderr).toBe(0);
  return { document: JSON.parse(stdout), stderr };
}

/** A folder, and images in it, that are gone when the tests are over. */
function workplace(images: string[]): () => string {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'create-wasm-oci-inspect-e2e-'));
  });
  afterAll(async () => {
    if (images.length > 0) await untag(...images);
    await rm(folder, { recursive: true, force: true });
  });
  return () => folder;
}

/** Builds an image from scratch of these files. */
async function build(image: string, files: Record<string, Uint8Array>, platform: string[] = ['--platform=wasi/wasm']) {
  const context = await emptyFolder();
  for (const [name, contents] of Object.entries(files)) await writeFile(join(context, name), contents);
  const [program] = Object.keys(files);
  const copy = `COPY ${Object.keys(files).join(' ')} /\nENTRYPOINT ["/${program}"]\n`;
  await writeFile(join(context, 'Containerfile'), `FROM scratch\n${copy}`);
  await podman(['build', '--no-cache', ...platform, '-t', image, context]);
}

const languages: LanguageId[] = ['rust', 'c', 'tinygo'];

describe.each(languages)('the image of a %s project', (language) => {
  const name = `inspect-${language}`;
  const image = `localhost/${name}:latest`;
  const folder = workplace([image]);
  let module: Buffer;

  beforeAll(async () => {
    const args = [name, '--language', language, '--engine', 'podman', '--no-run', '--yes'];
    const built = await createWasmOci(args, { cwd: folder() });
    expect(built.exitCode, built.stderr).toBe(0);
    const container = (await podman(['create', '--platform', 'wasi/wasm', image])).trim();
    await podman(['cp', `${container}:/${name}.wasm`, join(folder(), 'module.wasm')]);
    await podman(['rm', container]);
    module = await readFile(join(folder(), 'module.wasm'));
  });

  it('is portable, and what Podman says of it is what is reported', async () => {
    const { exitCode, stdout, stderr } = await createWasmOci(['inspect', image, '--json', '--require', 'portable']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const document = JSON.parse(stdout);
    const [facts] = JSON.parse(await podman(['image', 'inspect', image]));
    expect(document).toMatchObject({
      source: { kind: 'podman', name: image, pulled: false },
      image: {
        platform: { os: 'wasi', architecture: 'wasm', variant: null },
        entrypoint: [`/${name}.wasm`],
        stopSignal: 'SIGKILL',
        labels: facts.Labels,
        layers: [{}],
        files: [{ path: `/${name}.wasm`, bytes: module.length }],
      },
      module: { path: `/${name}.wasm`, kind: 'module', valid: true, bytes: module.length },
      portable: true,
      notPortable: [],
    });
  });

  it('prints a report on stdout, with the sections as a chart', async () => {
    const { exitCode, stdout, stderr } = await createWasmOci(['inspect', image]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^ {2}code +[\d,]+ +\d+ % {2}█+$/m);
    expect(stdout).toMatch(/wasi_snapshot_preview1 \(\d+\): .*fd_write/);
    expect(stdout).toContain('Runtimes: portable');
  });

  it("has imports, exports and sections as Node's own compiler lists them, and code known to its last byte", async () => {
    const file = (await readWasm(module)) as WasmModule;
    const compiled = await WebAssembly.compile(module as BufferSource);
    expect(file.imports.map(({ namespace, name, kind }) => ({ module: namespace, name, kind }))).toEqual(
      WebAssembly.Module.imports(compiled),
    );
    expect(file.exports.map(({ name, kind }) => ({ name, kind }))).toEqual(WebAssembly.Module.exports(compiled));
    for (const { name, contents } of file.sections.filter(({ id }) => id === 0)) {
      const [first] = WebAssembly.Module.customSections(compiled, name ?? '');
      expect(first?.byteLength).toBe(contents.size);
    }
    expect(file).not.toHaveProperty('notScanned');
    expect(file).not.toHaveProperty('refused');
    expect(8 + file.sections.reduce((sum, section) => sum + section.bytes, 0)).toBe(module.length);
  });

  it('whatever of its module is changed or cut off, there is a report or a clear error', async () => {
    const path = join(folder(), 'changed.wasm');
    const changes = fc.array(fc.tuple(fc.nat(module.length - 1), fc.nat(255)), { minLength: 1, maxLength: 20 });
    // The first sections, where the lists and their lengths stand, are changed as often as all the rest.
    const early = fc.array(fc.tuple(fc.nat(2000), fc.nat(255)), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(fc.oneof(changes, early), fc.option(fc.nat(module.length)), async (list, end) => {
        const copy = Buffer.from(module);
        for (const [at, value] of list) copy[at] = value;
        await writeFile(path, copy.subarray(0, end ?? copy.length));
        try {
          const inspection = inspectionOf(await readFileAt(path));
          reportOf(inspection);
          JSON.stringify(inspectDocument(inspection));
        } catch (error) {
          if (!(error instanceof Failure)) throw error;
        }
      }),
      { numRuns: language === 'tinygo' ? 40 : 150 },
    );
  });
});

describe('a project of the shape of the article', () => {
  const image = 'localhost/rust-hello-world-wasm:latest';
  const folder = workplace([image]);

  beforeAll(async () => {
    const files = {
      'Cargo.toml':
        '[package]\nname = "rust-hello-world"\nversion = "0.1.0"\nedition = "2021"\n\n[[bin]]\nname = "rust-hello"\npath = "src/main.rs"\n',
      'src/main.rs': 'fn main() { println!(r#"Hello\nfrom the article"#); }\n',
      Containerfile: `FROM --platform=$BUILDPLATFORM ${await builderOf('rust')} AS builder
WORKDIR /src
COPY Cargo.toml .
COPY src ./src
RUN rustup target add wasm32-wasip1 && cargo build --target wasm32-wasip1 --release
FROM scratch
COPY --from=builder /src/target/wasm32-wasip1/release/rust-hello.wasm /rust-hello-world.wasm
ENTRYPOINT ["/rust-hello-world.wasm"]
`,
    };
    await mkdir(join(folder(), 'src'));
    for (const [path, text] of Object.entries(files)) await writeFile(join(folder(), path), text);
    await podman(['build', '--platform=wasi/wasm', '-t', image, '.'], { cwd: folder() });
  });

  it('is portable, and could be better: stripped, labelled, and stopped at once', async () => {
    const { document } = await inspected(image);
    expect(document).toMatchObject({ module: { path: '/rust-hello-world.wasm', kind: 'module' }, portable: true });
    const ids = document.advice.map(({ id }: { id: string }) => id);
    expect(ids).toEqual(['stop-signal', 'labels', 'debug']);
    const debug = document.advice.at(-1);
    expect(debug.saves).toBe(document.module.debugBytes);
    expect(JSON.stringify(debug.fix)).toContain('strip = true');
    expect(document.module.debugBytes).toBeGreaterThan(1000);
  });
});

describe('images that are something else', () => {
  const images = ['component', 'linux', 'sockets', 'aot', 'elf'].map((name) => `localhost/inspect-${name}:latest`);
  const [component = '', linux = '', sockets = '', aot = '', elf = ''] = images;
  workplace(images);

  it('a component: not portable, with exit code 1 and the reasons when that is required; crun does not run it', async () => {
    await build(component, { 'x.wasm': componentBytes });
    const { exitCode, stdout, stderr } = await createWasmOci(['inspect', component, '--require', 'portable']);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('a component of 8 bytes');
    expect(stderr).toContain('is not portable: it is a component: not for WasmEdge under crun');
    expect(stderr).not.toMatch(/^ +at /m);
    const ran = await run('podman', ['run', '--rm', '--platform', 'wasi/wasm', component]);
    expect(ran.exitCode).not.toBe(0);
  });

  it('for linux/amd64: it is said, and is no failure', async () => {
    await build(linux, { 'notes.txt': Buffer.from('text') }, ['--platform=linux/amd64']);
    const { document } = await inspected(linux);
    expect(document).toMatchObject({
      image: { platform: { os: 'linux', architecture: 'amd64' } },
      portable: false,
      notPortable: [{ id: 'platform' }],
      advice: [{ id: 'platform' }],
    });
  });

  it("WasmEdge's sockets: they run under crun, and nowhere else", async () => {
    await build(sockets, { 'x.wasm': hello({ imports: [['wasi_snapshot_preview1', 'sock_open', 'iii>i']] }) });
    expect(await podman(['run', '--rm', '--platform', 'wasi/wasm', sockets])).toBe('ok\n');
    const { document } = await inspected(sockets);
    const takes = document.runtimes.map(({ id, takes }: { id: string; takes: string }) => [id, takes]);
    expect(Object.fromEntries(takes)).toMatchObject({ wasmedge: 'yes', node: 'no', wazero: 'no', wasmtime: 'no' });
  });

  it('native code in it: its platform and its size', async (test) => {
    needsLab(test);
    const folder = await emptyFolder();
    await writeFile(join(folder, 'in.wasm'), hello());
    await run('wasmedge', ['compile', join(folder, 'in.wasm'), join(folder, 'out.wasm')]);
    await build(aot, { 'x.wasm': await readFile(join(folder, 'out.wasm')) });
    const { document } = await inspected(aot);
    expect(document.module.aot).toMatchObject({ platform: 'linux/x86_64', bytes: expect.any(Number) });
    expect(document).toMatchObject({ portable: true });
  });

  it('a native program for wasi/wasm: it is said what it is', async () => {
    await build(elf, { 'x.wasm': Buffer.from('\x7fELF') });
    const { document } = await inspected(elf);
    expect(document).toMatchObject({ module: { kind: 'not-wasm' }, portable: false });
    expect(document.notPortable.map(({ id }: { id: string }) => id)).toContain('module');
  });
});

describe('an entrypoint', () => {
  const image = `localhost/inspect-entrypoint:${process.pid}`;
  workplace([image]);

  it.each([
    ['COPY x.wasm /x.wasm', 'ENTRYPOINT ["x.wasm"]'],
    ['COPY x.wasm /x.wasm', 'ENTRYPOINT ["//x.wasm"]'],
    ['COPY x.wasm /x.wasm', 'CMD ["./x.wasm"]'],
    ['COPY x.wasm /app/x.wasm', 'WORKDIR /app', 'ENTRYPOINT ["./x.wasm"]'],
    ['COPY x.wasm /x.wasm', 'WORKDIR /app', 'ENTRYPOINT ["x.wasm"]'],
    ['COPY --chmod=755 x.wasm /usr/bin/x.wasm', 'ENTRYPOINT ["x.wasm"]'],
    ['COPY x.wasm /usr/bin/x.wasm', 'ENTRYPOINT ["x.wasm"]'],
    ['COPY x.wasm link.wasm /', 'ENTRYPOINT ["/link.wasm"]'],
    ['COPY x.wasm /x.wasm', 'ENTRYPOINT /x.wasm'],
    ['COPY x.wasm /x.wasm', 'ENTRYPOINT ["/y/../x.wasm"]'],
  ])('is found where crun finds it: %s, %s', async (...lines) => {
    const context = await emptyFolder();
    await writeFile(join(context, 'x.wasm'), hello());
    await symlink('x.wasm', join(context, 'link.wasm'));
    await writeFile(join(context, 'Containerfile'), `FROM scratch\n${lines.join('\n')}\n`);
    await podman(['build', '--no-cache', '--platform=wasi/wasm', '-t', image, context]);
    const ran = await run('podman', ['run', '--rm', '--platform', 'wasi/wasm', image]);
    const { document } = await inspected(image);
    const missing = document.notPortable.some(({ id }: { id: string }) => id === 'entrypoint');
    expect({ missing }, ran.stderr).toEqual({ missing: ran.stdout !== 'ok\n' });
  });
});

describe('archives and folders', () => {
  const folder = workplace([]);
  const archive = () => join(folder(), 'looked-at/looked-at.oci.tar');

  beforeAll(async () => {
    const args = ['looked-at', '--language', 'c', '--engine', 'embedded', '--artifact', '--no-run', '--yes'];
    const built = await createWasmOci(args, { cwd: folder() });
    expect(built.exitCode, built.stderr).toBe(0);
  });

  it('the archive and the artifact of the embedded engine, by path and as this program prints it', async () => {
    const { document } = await inspected('looked-at/looked-at.oci.tar', { cwd: folder() });
    expect(document).toMatchObject({ source: { kind: 'oci-archive' }, image: { kind: 'image' }, portable: true });
    const again = await inspected('oci-archive:looked-at/looked-at.oci.tar', { cwd: folder() });
    expect(again.document.image).toEqual(document.image);
    const artifact = await inspected(join(folder(), 'looked-at/looked-at.artifact.oci.tar'));
    expect(artifact.document).toMatchObject({
      image: { kind: 'artifact' },
      module: { kind: 'module' },
      portable: true,
    });
    expect(artifact.document.module.sections).toEqual(document.module.sections);
  });

  it('the folder of the layout, a gzipped archive, and what podman save writes by default', async () => {
    const before = (await inspected(archive())).document.image;
    await mkdir(join(folder(), 'layout'));
    await run('tar', ['-xf', archive(), '-C', join(folder(), 'layout')]);
    expect((await inspected(join(folder(), 'layout'))).document.image).toEqual(before);
    await run('gzip', ['--keep', archive()]);
    expect((await inspected(`${archive()}.gz`)).document.image).toEqual(before);
    await podman(['load', '--input', archive()]);
    await podman(['save', '--output', join(folder(), 'docker.tar'), 'localhost/looked-at:latest']);
    await untag('localhost/looked-at:latest');
    const { document } = await inspected(join(folder(), 'docker.tar'));
    expect(document).toMatchObject({
      source: { kind: 'docker-archive' },
      image: { files: before.files },
      portable: true,
    });
  });

  it('a path wins over an image of that name, and a folder that is no layout says what is in it', async () => {
    const { exitCode, stderr } = await createWasmOci(['inspect', 'looked-at'], { cwd: folder() });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('error: The folder looked-at is not an OCI layout');
    expect(stderr).toContain('fix: create-wasm-oci inspect looked-at/looked-at.oci.tar');
  });

  it('an archive that was cut off, or changed in the middle, is damaged', async () => {
    const bytes = await readFile(archive());
    const cut = join(folder(), 'cut.tar');
    await writeFile(cut, bytes.subarray(0, bytes.length / 2));
    const changed = join(folder(), 'changed.tar');
    const layer = bytes.indexOf(Buffer.from([0x1f, 0x8b]));
    await writeFile(
      changed,
      Buffer.concat([bytes.subarray(0, layer + 100), Buffer.from('x'), bytes.subarray(layer + 101)]),
    );
    for (const [path, message] of [
      [cut, 'cannot be inspected'],
      [changed, 'is damaged: its digest is'],
    ] as const) {
      const { exitCode, stdout, stderr } = await createWasmOci(['inspect', path]);
      expect({ exitCode, stdout }, stderr).toEqual({ exitCode: 1, stdout: '' });
      expect(stderr).toContain(message);
      expect(stderr).not.toMatch(/^ +at /m);
    }
  });
});

describe('references', () => {
  it('one in a registry is pulled for wasi/wasm, and it is said so; next time it is in the store', async (test) => {
    needsLab(test);
    const env = emptyStore('inspect');
    const folder = await emptyFolder();
    const image = `${registryHost()}/inspect/hello:1`;
    const args = ['hello', '--language', 'c', '--engine', 'embedded', '--image', image, '--push', '--no-run', '--yes'];
    const pushed = await createWasmOci(args, { cwd: folder });
    expect(pushed.exitCode, pushed.stderr).toBe(0);
    const first = await inspected(image, { env });
    expect(first.document).toMatchObject({ source: { kind: 'podman', pulled: true }, portable: true });
    expect(first.stderr).toContain(`podman pulls it for wasi/wasm`);
    const second = await inspected(image, { env });
    expect(second).toMatchObject({ document: { source: { pulled: false } }, stderr: '' });
  });

  it('one that is pulled has the digest and the layers of the registry, and not those of a copy', async (test) => {
    needsLab(test);
    const env = emptyStore('inspect-digest');
    const folder = await emptyFolder();
    const image = `${registryHost()}/inspect/recompressed:1`;
    // Node's gzip makes other bytes than Podman's.
    await writeFile(join(folder, 'image.tar'), await ociArchive({ layers: [{ 'hello.wasm': hello() }] }));
    const before = (await inspected(join(folder, 'image.tar'))).document.image;
    await run('skopeo', ['copy', '--quiet', `oci-archive:${join(folder, 'image.tar')}`, `docker://${image}`], { env });
    const { digest, layers, bytes } = (await inspected(image, { env })).document.image;
    expect({ digest, layers, bytes }).toEqual({ digest: before.digest, layers: before.layers, bytes: before.bytes });
    const byDigest = image.replace(/:1$/, `@${before.digest}`);
    expect((await inspected(byDigest, { env })).document.image.digest).toBe(before.digest);
  });

  it('of a manifest list the entry for wasi/wasm is inspected, and the others are listed', async (test) => {
    needsLab(test);
    const env = emptyStore('inspect-list');
    const context = await emptyFolder();
    const list = 'localhost/inspect-list:1';
    await writeFile(join(context, 'hello.wasm'), hello());
    await writeFile(join(context, 'Containerfile'), 'FROM scratch\nCOPY hello.wasm /\nENTRYPOINT ["/hello.wasm"]\n');
    const platforms = ['--platform', 'wasi/wasm,linux/amd64'];
    await podman(['build', '--no-cache', ...platforms, '--manifest', list, context], { env });
    const { manifests } = JSON.parse(await podman(['manifest', 'inspect', list], { env }));
    const digestFor = (os: string) =>
      manifests.find((one: { platform: { os: string } }) => one.platform.os === os).digest;
    const { image, portable } = (await inspected(list, { env })).document;
    expect({ portable, image }).toMatchObject({
      portable: true,
      image: {
        platform: { os: 'wasi' },
        digest: digestFor('wasi'),
        name: list,
        others: [{ platform: { os: 'linux', architecture: 'amd64' }, digest: digestFor('linux') }],
      },
    });
    for (const os of ['wasi', 'linux']) {
      const entry = (await inspected(`localhost/inspect-list@${digestFor(os)}`, { env })).document.image;
      expect(entry).toMatchObject({ platform: { os }, digest: digestFor(os) });
    }
    // Podman lists the entries of a list by its name, too.
    const ids = (await podman(['images', '--quiet', '--filter', `reference=${list}`], { env })).trim().split('\n');
    const isList = async (id: string) => (await run('podman', ['manifest', 'exists', id], { env })).exitCode === 0;
    for (const id of ids) {
      if (await isList(id)) expect((await inspected(id, { env })).document.image.digest).toBe(digestFor('wasi'));
    }
    expect((await Promise.all(ids.map(isList))).filter(Boolean)).toHaveLength(1);
  });

  it('an image of a registry that speaks HTTP is an error that says how to allow it', async (test) => {
    needsLab(test);
    const server = createServer((_, response) => response.end()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const registry = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { exitCode, stderr } = await createWasmOci(['inspect', `${registry}/hello:1`], {
      env: emptyStore('inspect-http'),
    });
    expect(exitCode, stderr).toBe(1);
    expect(stderr).toContain(`error: The registry of ${registry}/hello:1 speaks HTTP`);
    expect(stderr).toContain(`[[registry]] with location = "${registry}", insecure = true`);
  });

  it('an image that the registry has only for other platforms is reported as that', async (test) => {
    needsLab(test);
    const { exitCode, stderr } = await createWasmOci(['inspect', 'docker.io/library/debian:trixie-slim'], {
      env: emptyStore('inspect-other'),
    });
    expect(exitCode, stderr).toBe(1);
    expect(stderr).toMatch(
      /error: The registry has docker\.io\/library\/debian:trixie-slim, but not for wasi\/wasm|has no image/,
    );
  });

  it.each([
    ['localhost/nothing-of-that-name:1', 'no image of that name in the store of podman'],
    ['127.0.0.1:1/nothing:1', 'The registry of 127.0.0.1:1/nothing:1 cannot be reached.'],
    ['Not An Image', 'is not an image reference'],
    ['./nothing', 'There is no file or folder'],
  ])('%s is refused with what is wrong', async (argument, message) => {
    const { exitCode, stdout, stderr } = await createWasmOci(['inspect', argument, '--engine', 'podman']);
    expect({ exitCode, stdout }, stderr).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^ +at /m);
  });

  it('without an engine, files are still inspected, and a name says what is missing', async () => {
    const folder = await emptyFolder();
    await writeFile(join(folder, 'x.wasm'), hello());
    const env = { PATH: folder };
    expect((await createWasmOci(['inspect', 'x.wasm'], { cwd: folder, env })).exitCode).toBe(0);
    const { exitCode, stderr } = await createWasmOci(['inspect', 'hello:1'], { cwd: folder, env });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('no podman and docker on this machine');
  });
});

describe("Docker's store", () => {
  const image = 'localhost/inspect-docker:1';
  let path = '';
  let missing: string | undefined;

  beforeAll(async () => {
    const found = await findDocker();
    if ('missing' in found) missing = found.missing;
    else path = found.path;
  });
  beforeEach(({ skip }) => {
    if (missing !== undefined) skip(missing);
  });
  afterAll(async () => {
    if (path) await run('docker', ['rmi', '--force', image], { env: { PATH: path } });
  });

  it('is looked into after that of Podman, and of an image for two platforms the one for wasi/wasm is taken', async () => {
    const context = await emptyFolder();
    await writeFile(join(context, 'x.wasm'), hello());
    await writeFile(join(context, 'Dockerfile'), 'FROM scratch\nCOPY x.wasm /\nENTRYPOINT ["/x.wasm"]\n');
    const flags = ['buildx', 'build', '--platform', 'wasi/wasm,linux/amd64', '--load', '-t', image, context];
    await dockerRun(path, flags);
    const { document } = await inspected(image, { env: { PATH: path } });
    expect(document).toMatchObject({
      source: { kind: 'docker', pulled: false },
      image: { platform: { os: 'wasi' }, others: [{ platform: { os: 'linux', architecture: 'amd64' } }] },
      portable: true,
    });
    const podmanOnly = await createWasmOci(['inspect', image, '--engine', 'podman'], { env: { PATH: path } });
    expect(podmanOnly.exitCode).toBe(1);
    expect(podmanOnly.stderr).toContain('no image of that name in the store of podman.');
  });
});

describe('the command line', () => {
  it.each([
    [['inspect'], 'inspect needs an image or a file'],
    [['inspect', 'a', 'b'], 'inspect takes one image or file, not two'],
    [['inspect', 'a', '--require', 'small'], '--require: "small" is invalid (allowed: portable, kubernetes)'],
    [['inspect', 'a', '--engine', 'embedded'], '--engine: "embedded" is not one of auto, podman, docker, nerdctl'],
    [['inspect', 'hello:1', '--image', 'hello:2'], '--image is for archives and layouts'],
    [['inspect', 'a', '--jsn'], "Unknown option '--jsn'"],
  ])('%j is refused', async (args, message) => {
    const { exitCode, stdout, stderr } = await createWasmOci(args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toContain(message);
  });

  it('has a help of its own, and is in the general one', async () => {
    expect((await createWasmOci(['inspect', '--help'])).stdout).toContain('Usage: create-wasm-oci inspect');
    expect((await createWasmOci(['--help'])).stdout).toMatch(/^ {2}inspect +show the content of an image/m);
  });
});

/** Runs the installed program, and says how much memory it took at most, in MiB. */
async function peakOf(argument: string) {
  const tell = 'process.on("exit", () => process.stderr.write("peak " + process.resourceUsage().maxRSS))';
  const [program, script] = cli();
  const args = ['--import', `data:text/javascript,${encodeURIComponent(tell)}`, script, 'inspect', argument];
  const { exitCode, stdout, stderr } = await run(program, args);
  return { exitCode, stdout, stderr, peak: Number(/peak (\d+)/.exec(stderr)?.[1]) / 1024 };
}

/** The most MiB it may take: a quarter of what is read here. A bare Node takes 45. */
const MOST = 250;

describe('memory', () => {
  const folder = workplace([]);
  const GIB = 1024 ** 3;

  it.each<[string, () => Promise<Buffer>, number, RegExp]>([
    [
      'a module with a section of a gigabyte',
      async () => Buffer.from('0061736d0100000000808080800404626c6f62', 'hex'),
      0,
      /"blob"/,
    ],
    ['a gigabyte of nothing', async () => Buffer.alloc(512), 1, /is neither WebAssembly nor an archive/],
    [
      'a module whose first section claims too much',
      async () => Buffer.from('0061736d010000000affffffff0f', 'hex'),
      1,
      /is a damaged/,
    ],
  ])('of %s is bounded', async (_, head, expected, told) => {
    const path = join(folder(), 'sparse');
    const file = await open(path, 'w');
    const bytes = await head();
    await file.write(bytes);
    // Sparse: it takes no room on the disk. The section begins behind 14 bytes.
    await file.truncate(14 + GIB);
    await file.close();
    const { exitCode, stdout, stderr, peak } = await peakOf(path);
    expect(exitCode, stderr).toBe(expected);
    expect(stdout + stderr).toMatch(told);
    expect(peak).toBeGreaterThan(20);
    expect(peak).toBeLessThan(MOST);
  });
});

describe('memory of a bomb', () => {
  const folder = workplace([]);

  it('of 70 kilobytes that unpack to a gigabyte is bounded', async () => {
    const size = 64 * 1024 ** 2;
    const file = [gzipSync(rawTar([{ name: 'x.wasm', size }]).subarray(0, 512)), gzipSync(Buffer.alloc(size))];
    const bomb = Buffer.concat(Array.from({ length: 17 }, () => file).flat());
    const path = join(folder(), 'bomb.tar');
    await writeFile(path, await ociArchive({ layers: [], packed: [bomb] }));
    const { exitCode, stderr, peak } = await peakOf(path);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('layer 1: it unpacks to more than 1024 MiB');
    expect(peak).toBeLessThan(MOST);
  });
});

describe('what is said of runtimes', () => {
  const folder = workplace([]);

  /** Whether a program prints its line under each. */
  const tried: Record<string, (path: string) => Promise<boolean>> = {
    node: async (path) => (await nodeWasi(path, []).catch(() => '')) === 'ok\n',
    wazero: async (path) => (await wazero(path, []).catch(() => '')) === 'ok\n',
    // On another machine there may be a Podman without its command. Of a _start with results it prints those behind it.
    ...(inject('lab') && {
      wasmedge: async (path: string) => (await run('wasmedge', [path])).stdout.startsWith('ok\n'),
    }),
  };

  it.each([{ need: 'nothing' }, ...wanting])('holds for a program that needs $need', async ({ need, ...shape }) => {
    const path = join(folder(), `${need}.wasm`);
    await writeFile(path, hello(shape));
    for (const { runtime, takes, because } of verdictsOn(await readWasm(await readFile(path)))) {
      const from = Number(/from Node (\d+)/.exec(because.map(({ how }) => how).join())?.[1]);
      const newer = runtime === 'node' && from <= Number(process.versions.node.split('.')[0]);
      // A plug-in or an option that is not tried here, and what is said to be unknown.
      if (!tried[runtime] || takes === 'unknown' || (takes === 'option' && Number.isNaN(from))) continue;
      expect({ runtime, runs: await tried[runtime](path) }).toEqual({ runtime, runs: takes === 'yes' || newer });
    }
  });
});
