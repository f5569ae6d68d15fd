import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LanguageId, templateFor } from '../../generators/core/languages/languages.js';
import { greetingOf } from '../../generators/core/project/render.js';
import { templatesFolder } from '../../generators/core/system/package-root.js';
import { createWasmOci, podman, type Result, run, untag } from './support/run.js';
import { moduleOf, nodeWasi, wazero } from './support/runtimes.js';
import { builderOf, tinygoIsReal } from './support/toolchains.js';

const programs = join(dirname(fileURLToPath(import.meta.url)), 'programs');
const banner = await readFile(join(templatesFolder, 'shared/banner.txt'), 'utf8');
const goTitle = (await tinygoIsReal()) ? 'TinyGo' : 'Go standing in for TinyGo';

/** Per language: what runs the project's own tests in its builder image. */
const cases: { language: LanguageId; title: string; test: string }[] = [
  { language: 'rust', title: 'Rust', test: 'cargo test' },
  { language: 'c', title: 'C', test: 'make test HOST_CC=clang' },
  { language: 'cpp', title: 'C++', test: 'make test HOST_CXX=clang++' },
  { language: 'tinygo', title: goTitle, test: 'HOME=/tmp go test' },
];

describe.each(cases)('$title, from one command to a running image', ({ language, test }) => {
  const title = `Demo "${language}" $HOME`;
  const slug = `demo-${language}-home`;
  const image = `localhost/${slug}:latest`;
  const greeting = (...args: string[]) => greetingOf(banner, title, args);
  let folder: string;
  let project: string;
  let result: Result;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'create-wasm-oci-main-'));
    project = join(folder, 'demo');
    result = await createWasmOci(['demo', '--language', language, '--name', title, '--yes'], { cwd: folder });
  });
  afterAll(async () => {
    await untag(image);
    await rm(folder, { recursive: true, force: true });
  });

  it('prints only the image reference on stdout, and the greeting on stderr', () => {
    expect(result, result.stderr).toMatchObject({ exitCode: 0, stdout: `${image}\n` });
    expect(result.stderr).toContain(greeting());
    expect(result.stderr).toContain('is a wasi/wasm image');
    expect(result.stderr).toContain(`podman run --rm --platform wasi/wasm ${image}`);
  });

  it('makes an image for wasi/wasm with one layer, one file, its title and its stop signal', async () => {
    const [facts] = JSON.parse(await podman(['image', 'inspect', image]));
    expect(facts).toMatchObject({ Os: 'wasi', Architecture: 'wasm', RootFS: { Layers: [expect.any(String)] } });
    expect(facts.Config).toMatchObject({ Entrypoint: [`/${slug}.wasm`], StopSignal: 'SIGKILL' });
    expect(facts.Labels['org.opencontainers.image.title']).toBe(title);
  });

  it('runs under podman to the letter, with arguments', async () => {
    expect(await podman(['run', '--rm', '--platform', 'wasi/wasm', image])).toBe(greeting());
    const args = ['one', 'two words', '"$(id)"'];
    expect(await podman(['run', '--rm', '--platform', 'wasi/wasm', image, ...args])).toBe(greeting(...args));
  });

  it("runs to the letter under Node's WASI and under wazero", async () => {
    const module = await moduleOf(image, slug, folder);
    expect(await nodeWasi(module, ['one'])).toBe(greeting('one'));
    expect(await wazero(module, ['one'])).toBe(greeting('one'));
  });

  it("passes the project's own tests", async () => {
    const builder = await builderOf(language);
    const args = ['run', '--rm', '--user', '0', '-v', `${project}:/src`, '-w', '/src', builder, 'sh', '-c', test];
    const { exitCode, stdout, stderr } = await run('podman', args);
    expect(exitCode, stdout + stderr).toBe(0);
  });

  it('builds again after a change, and arguments, environment, stdin and a mounted file reach the program', async () => {
    const { entry: program } = templateFor(language, 'cli').run;
    await copyFile(join(programs, language, program.replace('src/', '')), join(project, program));
    await podman(['build', '--platform=wasi/wasm', '-t', image, '.'], { cwd: project });
    await mkdir(join(folder, 'data'));
    await writeFile(join(folder, 'data/note.txt'), 'from the file\n');
    // Standard Go asks for write rights when it opens a file, and WasmEdge refuses them on a :ro mount. TinyGo does not.
    const mount = `${join(folder, 'data')}:/data${language === 'tinygo' && goTitle !== 'TinyGo' ? '' : ':ro'}`;
    const flags = ['--rm', '-i', '--platform', 'wasi/wasm', '-e', 'GREETING=hé $x', '-v', mount];
    const said = await podman(['run', ...flags, image, 'a', 'b c'], { input: 'from stdin\n' });
    expect(said).toBe('arg a\narg b c\nenv hé $x\nstdin from stdin\nfile from the file\n');
  });
});
