import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { findDocker } from './support/docker.js';
import { needsLab } from './support/lab.js';
import { createWasmOci, emptyFolder, podman, run, untag } from './support/run.js';
import { startService } from './support/service.js';

/** A program with a package of its own folder, so that no registry is asked. */
const FILES = {
  'Cargo.toml':
    '[package]\nname = "listed"\nversion = "0.1.0"\nedition = "2021"\n[dependencies]\ninner = { path = "inner" }\n',
  'src/main.rs': 'fn main() { println!("{}", inner::word()); }\n',
  'inner/Cargo.toml': '[package]\nname = "inner"\nversion = "0.3.1"\nedition = "2021"\n',
  'inner/src/lib.rs': 'pub fn word() -> &\'static str { "inner" }\n',
};

async function project(): Promise<string> {
  const cwd = join(await emptyFolder(), 'listed');
  for (const [path, text] of Object.entries(FILES)) {
    await mkdir(join(cwd, path, '..'), { recursive: true });
    await writeFile(join(cwd, path), text);
  }
  return cwd;
}

describe('the packages in a module are listed', () => {
  beforeEach(needsLab);

  const image = 'localhost/e2e-listed:1';
  const adopt = (cwd: string, engine: string, more: string[], env: Record<string, string> = {}) => {
    const args = ['containerfile', '.', '--image', image, '--engine', engine, '--no-run', '--yes', ...more];
    return createWasmOci(args, { cwd, env });
  };
  /** Builds with an SBOM, and gives what it lists. */
  async function listedBy(engine: string, env: Record<string, string> = {}): Promise<unknown> {
    const cwd = await project();
    const made = await adopt(cwd, engine, ['--sbom', 'cyclonedx'], env);
    expect(made.exitCode, made.stderr).toBe(0);
    const { components } = JSON.parse(await readFile(join(cwd, 'listed.cdx.json'), 'utf8'));
    return components.map(({ name, version }: { name: string; version: string }) => `${name} ${version}`);
  }
  const left = async () =>
    (await podman(['images', '--quiet', '--filter', 'reference=*/create-wasm-oci-builder-*'])).trim();

  it('by Podman, also where TMPDIR has a comma, and no image is left of it', async () => {
    onTestFinished(() => untag(image));
    const folder = join(await emptyFolder(), 'a,b');
    await mkdir(folder);
    expect(await listedBy('podman', { TMPDIR: folder })).toContain('inner 0.3.1');
    expect(await left()).toBe('');
  });

  it('by a Podman on another system, which has no --output', async () => {
    onTestFinished(() => untag(image));
    const { env } = await startService();
    expect(await listedBy('podman', env)).toContain('inner 0.3.1');
    expect(await left()).toBe('');
  });

  describe('by Docker', () => {
    let path: string | undefined;
    beforeAll(async () => {
      const found = await findDocker();
      if ('path' in found) path = found.path;
    });

    it('and no image is left of it', async (test) => {
      if (path === undefined) return test.skip('no Docker with the containerd image store here');
      const env = { PATH: path };
      onTestFinished(async () => void (await run('docker', ['rmi', '--force', image], { env })));
      expect(await listedBy('docker', env)).toContain('inner 0.3.1');
      const images = await run('docker', ['images', '--quiet', 'localhost/create-wasm-oci-builder-*'], { env });
      expect(images).toMatchObject({ exitCode: 0, stdout: '' });
    });
  });

  it('where the preset requires it, and it cannot be turned off', async () => {
    onTestFinished(() => untag(image));
    const cwd = await project();
    const preset = join(await emptyFolder(), 'acme');
    await mkdir(preset);
    await writeFile(join(preset, 'wasm-oci.toml'), 'schema = 1\nname = "acme"\n[checks]\nsbom = true\n');
    const made = await adopt(cwd, 'podman', ['--preset', preset, '--json']);
    expect(made.exitCode, made.stderr).toBe(0);
    expect(JSON.parse(made.stdout).sbom).toMatchObject({ format: 'cyclonedx', file: 'listed.cdx.json' });
    const names = JSON.parse(await readFile(join(cwd, 'listed.cdx.json'), 'utf8')).components;
    expect(names).toContainEqual(expect.objectContaining({ name: 'inner', version: '0.3.1' }));

    const refused = await adopt(cwd, 'podman', ['--preset', preset, '--sbom', 'none']);
    expect(refused).toMatchObject({ exitCode: 1, stdout: '' });
    expect(refused.stderr).toContain('wasm-oci.toml:4');
  });
});
