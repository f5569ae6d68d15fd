import { createReadStream } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LanguageId } from '../../generators/core/languages/languages.js';
import { readOciArchive } from '../../generators/core/oci/oci.js';
import { greetingOf } from '../../generators/core/project/render.js';
import { templatesFolder } from '../../generators/core/system/package-root.js';
import { bareMachine } from './support/bare-machine.js';
import { needsLab } from './support/lab.js';
import { createWasmOci, emptyFolder, podman, untag } from './support/run.js';
import { moduleOf, nodeWasi, wazero } from './support/runtimes.js';
import { tinygoIsReal } from './support/toolchains.js';

const banner = await readFile(join(templatesFolder, 'shared/banner.txt'), 'utf8');
const goTitle = (await tinygoIsReal()) ? 'TinyGo' : 'Go standing in for TinyGo';
const platform = ['--platform', 'wasi/wasm'];

/** Contents of the section that WasmEdge's compiler adds: format version, operating system, architecture, code. */
async function nativeCode(file: string): Promise<Buffer | undefined> {
  const module = await WebAssembly.compile(await readFile(file));
  const [section] = WebAssembly.Module.customSections(module, 'wasmedge');
  return section && Buffer.from(section);
}

/** Creates a project in that folder and runs it. Returns its image, the module in it, and the bytes of that. */
async function project(folder: string, slug: string, language: LanguageId, flags: string[], env = {}) {
  const args = [slug, '--language', language, ...flags, '--yes', '--json'];
  const { exitCode, stdout, stderr } = await createWasmOci(args, { cwd: folder, env });
  if (exitCode !== 0) throw new Error(`exit code ${exitCode}\n${stderr}`);
  const said = JSON.parse(stdout);
  return { image: `localhost/${slug}:latest`, said, greeting: greetingOf(banner, slug) };
}

describe('--wasm-opt', () => {
  const cases: { language: LanguageId; least: number }[] = [
    { language: 'rust', least: 0.95 },
    { language: 'c', least: 0.95 },
  ];

  it.each(cases)('makes a module of $language smaller, and it prints the same', async ({ language, least }) => {
    const folder = await emptyFolder();
    const plain = await project(folder, `plain-${language}`, language, []);
    const small = await project(folder, `small-${language}`, language, ['--wasm-opt']);
    expect(small.said.stdout).toBe(small.greeting);
    expect(small.said.module.bytes).toBeLessThan(plain.said.module.bytes * least);
    expect(small.said.bytes).toBeLessThan(plain.said.bytes);
    const module = await moduleOf(small.image, `small-${language}`, folder);
    expect(await nodeWasi(module, ['one'])).toBe(greetingOf(banner, `small-${language}`, ['one']));
    await untag(plain.image, small.image);
  });

  it('is stored: the project is built the same way next time, and --no-wasm-opt takes it back', async () => {
    const folder = await emptyFolder();
    await createWasmOci(['again', '--language', 'c', '--wasm-opt', '--no-build', '--yes'], { cwd: folder });
    const containerfile = () => readFile(join(folder, 'again/Containerfile'), 'utf8');
    const before = await containerfile();
    expect(before).toContain('wasm-opt -Oz');
    expect((await createWasmOci(['again', '--no-build', '--yes'], { cwd: folder })).exitCode).toBe(0);
    expect(await containerfile()).toBe(before);
    const back = await createWasmOci(['again', '--no-wasm-opt', '--no-build', '--yes', '--force'], { cwd: folder });
    expect(back.exitCode, back.stderr).toBe(0);
    expect(await containerfile()).not.toContain('wasm-opt');
  });

  it('is refused for TinyGo, which runs wasm-opt itself', async () => {
    const refused = await createWasmOci(['x', '--language', 'tinygo', '--wasm-opt', '--yes'], {
      cwd: await emptyFolder(),
    });
    expect(refused).toMatchObject({ exitCode: 1, stdout: '', stderr: expect.stringContaining('runs wasm-opt itself') });
  });
});

describe.each([
  { language: 'rust', title: 'Rust', flags: ['--aot', '--wasm-opt'] },
  { language: 'c', title: 'C', flags: ['--aot'] },
  { language: 'tinygo', title: goTitle, flags: ['--aot'] },
] as const)('--aot, $title', ({ language, flags }) => {
  const slug = `native-${language}`;
  let folder: string;
  let made: Awaited<ReturnType<typeof project>>;
  let module: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'create-wasm-oci-aot-'));
    made = await project(folder, slug, language, [...flags]);
    module = await moduleOf(made.image, slug, folder);
  });
  afterAll(async () => {
    await untag(made.image, `${made.image}-other`);
    await rm(folder, { recursive: true, force: true });
  });

  it('adds native code, and the image is checked and runs to the letter', async () => {
    expect(made.said).toMatchObject({ os: 'wasi', architecture: 'wasm', stdout: made.greeting });
    expect((await nativeCode(module))?.length).toBeGreaterThan(1000);
    expect(await podman(['run', '--rm', ...platform, made.image, 'one'])).toBe(greetingOf(banner, slug, ['one']));
  });

  it("runs as WebAssembly under Node's WASI and under wazero", async () => {
    expect(await nodeWasi(module, ['one'])).toBe(greetingOf(banner, slug, ['one']));
    expect(await wazero(module, ['one'])).toBe(greetingOf(banner, slug, ['one']));
  });

  it('runs interpreted where WasmEdge takes the native code for that of another version, and says so', async () => {
    const bytes = await readFile(module);
    const at = bytes.indexOf('\x08wasmedge', 0, 'latin1') + 9;
    bytes[at] = 99;
    await writeFile(join(folder, 'other.wasm'), bytes);
    const lines = ['FROM scratch', 'COPY other.wasm /other.wasm', 'ENTRYPOINT ["/other.wasm"]'];
    await writeFile(join(folder, 'Containerfile'), `${lines.join('\n')}\n`);
    await podman(['build', '--platform=wasi/wasm', '-t', `${made.image}-other`, folder]);
    const said = await podman(['run', '--rm', ...platform, `${made.image}-other`]);
    expect(said).toContain('AOT binary version unmatched');
    expect(said.endsWith(greetingOf(banner, slug)), said).toBe(true);
  });
});

describe('--aot and --wasm-opt with the embedded engine', () => {
  it('run the tools of this machine, and podman runs the archive to the letter', async (test) => {
    needsLab(test);
    const folder = await emptyFolder();
    const flags = ['--engine', 'embedded', '--aot', '--wasm-opt'];
    const { said, greeting } = await project(folder, 'alone', 'c', flags);
    expect(said).toMatchObject({
      stdout: greeting,
      engine: { version: expect.stringMatching(/wasm-opt \d+, wasmedge \d/) },
    });
    const archive = join(folder, 'alone/alone.oci.tar');
    const { program } = await readOciArchive(createReadStream(archive));
    const module = join(folder, 'alone.wasm');
    await writeFile(module, program ?? '');
    expect((await nativeCode(module))?.length).toBeGreaterThan(1000);
    expect(await podman(['run', '--rm', ...platform, `oci-archive:${archive}`])).toBe(greeting);
  });

  it('name the tool that is not there, and where it comes from', async () => {
    const args = ['x', '--language', 'c', '--engine', 'embedded', '--aot', '--yes'];
    const env = await bareMachine(await emptyFolder());
    const { exitCode, stderr } = await createWasmOci(args, { cwd: await emptyFolder(), env });
    expect(exitCode).toBe(3);
    expect(stderr).toContain('The project needs wasmedge, which is not on PATH.');
  });
});
