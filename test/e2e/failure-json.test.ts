import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { hello } from '../support/hello-modules.js';
import { createWasmOci, emptyFolder, podman } from './support/run.js';

/** Runs create-wasm-oci with --json; stdout must be one document. */
async function json(args: string[], cwd: string, env: Record<string, string> = {}) {
  const { exitCode, stdout, stderr } = await createWasmOci([...args, '--json'], { cwd, env });
  expect(() => JSON.parse(stdout), `${stdout}\n${stderr}`).not.toThrow();
  return { exitCode, stderr, document: JSON.parse(stdout) };
}

describe('with --json, a run that fails prints one document on stdout', () => {
  it.each([
    [['hello', '--langauge', 'c'], "Unknown option '--langauge'. Did you mean --language?"],
    [['doctr'], '"doctr" is not a command. Did you mean doctor?'],
    [['hello', '--language', 'java'], '--language: "java" is not one of rust, c, cpp, tinygo, go'],
    [['a', 'b'], 'Two directories were given: "a" and "b".'],
    [['doctor', 'x'], 'doctor takes no argument: "x".'],
    [['inspect'], 'inspect needs an image or a file.'],
    [['containerfile', '--yes'], expect.stringContaining('No project was recognised')],
    [['preset'], 'preset needs a subcommand: test, new or schema.'],
    [['update', '--form=x'], "Unknown option '--form'. Did you mean --from?"],
  ])('where the input is wrong: %j', async (args, error) => {
    const cwd = await emptyFolder();
    const { exitCode, stderr, document } = await json(args, cwd);
    expect(exitCode, stderr).toBe(1);
    expect(document).toMatchObject({ error, fix: expect.any(Array), exitCode: 1 });
    expect(document.fix.length).toBeGreaterThan(0);
    expect(await readdir(cwd)).toEqual([]);
  });

  it('with what was written, where the build fails', async () => {
    const cwd = await emptyFolder();
    await createWasmOci(['hello', '--language', 'c', '--yes', '--no-build'], { cwd });
    await writeFile(join(cwd, 'hello/src/main.c'), 'int main({\n');
    const { exitCode, document } = await json(['hello', '--yes', '--no-write', '--engine', 'podman'], cwd);
    expect(exitCode).toBe(3);
    expect(document).toMatchObject({
      error: expect.any(String),
      output: expect.arrayContaining([expect.stringContaining('main.c')]),
      exitCode: 3,
      directory: 'hello',
      files: expect.arrayContaining(['Containerfile', '.yo-rc.json']),
      image: null,
      engine: { id: 'podman', why: 'asked for' },
      commands: { build: expect.stringContaining('podman build') },
    });
  });

  it('with the image that fails a check of the preset, and what removes it', async () => {
    const cwd = await emptyFolder();
    const image = `localhost/too-large-${process.pid}:latest`;
    await writeFile(
      join(cwd, 'wasm-oci.toml'),
      'schema = 1\nname = "small"\n\n[defaults]\nengine = "podman"\n\n[checks]\nmax-image-bytes = 1000\n',
    );
    const args = ['hello', '--language', 'c', '--image', image, '--yes', '--preset', './wasm-oci.toml'];
    const { exitCode, stderr, document } = await json(args, cwd);
    expect(exitCode, stderr).toBe(3);
    expect(stderr).toContain(`ok: Running ${image}\n`);
    expect(stderr).toContain(`failed: Checking ${image}\n`);
    expect(document).toMatchObject({
      error: expect.stringContaining(`${image} was built, but is not as the preset requires: the image has`),
      fix: expect.arrayContaining([{ command: `podman rmi ${image}`, text: 'removes the image' }]),
      image,
      engine: { id: 'podman', why: expect.stringMatching(/^from the preset small \(.*defaults\.engine\)$/) },
    });
    await podman(['rmi', image]);
  });

  it('inspect: the same document as on success, and why', async () => {
    const cwd = await emptyFolder();
    // A program that listens, as only WasmEdge lets it.
    await writeFile(join(cwd, 'net.wasm'), hello({ imports: [['wasi_snapshot_preview1', 'sock_open', 'iii>i']] }));
    const { exitCode, document } = await json(['inspect', 'net.wasm', '--require', 'portable'], cwd);
    expect(exitCode).toBe(1);
    expect(document).toMatchObject({
      error: expect.any(String),
      exitCode: 1,
      portable: false,
      runtimes: expect.any(Array),
    });
  });

  it('doctor and update: the same document as on success, and why', async () => {
    const cwd = await emptyFolder();
    const docker = await json(['doctor', '--engine', 'docker', '--offline'], cwd, { PATH: cwd });
    expect(docker.exitCode).toBe(1);
    expect(docker.document).toMatchObject({
      ok: false,
      error: expect.any(String),
      exitCode: 1,
      checks: expect.any(Array),
    });
    const none = await json(['update', '--check'], cwd);
    expect(none.exitCode).toBe(1);
    expect(none.document).toMatchObject({
      ok: false,
      error: expect.stringContaining('. is not a project of create-wasm-oci'),
      fix: [{ command: 'create-wasm-oci .', text: 'writes a new one' }],
      exitCode: 1,
      projects: [{ state: 'error' }],
    });
  });
});

describe('what only the embedded engine does', () => {
  it.each([
    [['--layout', '--engine', 'podman'], '--layout is for the embedded engine, and the engine is podman.'],
    [['--artifact', '--engine', 'docker'], '--artifact is for the embedded engine, and the engine is docker.'],
    [['--load'], '--load is for the embedded engine, and the engine that works here is podman.'],
  ])('is refused before anything is written: %j', async (args, error) => {
    const cwd = await emptyFolder();
    const { exitCode, stderr, document } = await json(['hello', '--language', 'c', '--yes', ...args], cwd, {
      PATH: inject('path'),
    });
    expect(exitCode, stderr).toBe(1);
    expect(document.error).toContain(error);
    expect(document.fix[0].text).toContain('Add --engine embedded');
    expect(await readdir(cwd)).toEqual([]);
  });
});
