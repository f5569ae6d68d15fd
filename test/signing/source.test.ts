import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { provenanceOf } from '../../generators/core/signing/provenance.js';
import { gitSourceOf } from '../../generators/core/signing/source.js';
import { emptyFolder } from '../support/folder.js';

const AS_SOMEBODY = ['-c', 'user.name=x', '-c', 'user.email=x@example.com'];

/** A repository with one commit and a remote, whose address has a password. */
async function repositoryAt(folder: string, host = 'git.example.com') {
  await mkdir(folder, { recursive: true });
  await execa('git', ['init', '--quiet'], { cwd: folder });
  await execa('git', ['remote', 'add', 'origin', `https://me:secret@${host}/app.git`], { cwd: folder });
  await writeFile(join(folder, 'Containerfile'), 'ARG BUILDER_IMAGE=example.com/rust:1\n');
  await execa('git', ['add', '--all'], { cwd: folder });
  await execa('git', [...AS_SOMEBODY, 'commit', '--quiet', '--message', 'first'], { cwd: folder });
  return (await execa('git', ['rev-parse', 'HEAD'], { cwd: folder })).stdout;
}

describe('the source of a project', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('is its remote without a password, and the commit where nothing has changed since', async () => {
    const folder = await emptyFolder();
    const commit = await repositoryAt(folder);
    const uri = 'git+https://git.example.com/app.git';
    expect(await gitSourceOf(folder)).toEqual({ uri, commit });
    await writeFile(join(folder, 'new.c'), '');
    expect(await gitSourceOf(folder)).toEqual({ uri });
  });

  it('is that of its own folder where git was started by a hook of another repository', async () => {
    const base = await emptyFolder();
    const commit = await repositoryAt(join(base, 'own'));
    await repositoryAt(join(base, 'other'), 'other.example.com');
    vi.stubEnv('GIT_DIR', join(base, 'other/.git'));
    expect(await gitSourceOf(join(base, 'own'))).toEqual({ uri: 'git+https://git.example.com/app.git', commit });
  });

  it('is not asked of a folder that a clone brought, and that is a repository to git without .git', async () => {
    const base = await emptyFolder();
    const made = join(base, 'made');
    await repositoryAt(made);
    const planted = join(base, 'planted');
    await cp(join(made, '.git'), planted, { recursive: true });
    const ran = join(base, 'ran');
    const config = await readFile(join(planted, 'config'), 'utf8');
    await writeFile(
      join(planted, 'config'),
      `${config.replace('bare = false', 'bare = false\n\tworktree = .')}[filter "x"]\n\tclean = touch ${ran}; cat\n`,
    );
    await writeFile(join(planted, '.gitattributes'), '* filter=x\n');
    await writeFile(join(planted, 'Containerfile'), 'changed\n');
    expect(await gitSourceOf(planted)).toBeUndefined();
    expect(await readdir(base)).not.toContain('ran');
  });

  it('is in the provenance, with the builder images of the Containerfile', async () => {
    const folder = await emptyFolder();
    const commit = await repositoryAt(folder);
    const digest = 'ab'.repeat(32);
    await writeFile(
      join(folder, 'Containerfile'),
      `ARG BUILDER_IMAGE=example.com/rust:1@sha256:${digest}\nARG TOOLS_IMAGE=example.com/tools:1\n`,
    );
    await execa('git', [...AS_SOMEBODY, 'commit', '--quiet', '--all', '--message', 'pinned'], { cwd: folder });
    const target = { directory: folder, image: 'r.io/a:1', language: 'rust', wasmOpt: false, aot: false };
    const engine = { id: 'podman', version: '5.4.2', why: '' };
    const { buildDefinition } = await provenanceOf(target as never, { engine } as never);
    const [source, ...images] = buildDefinition.resolvedDependencies;
    expect(source?.digest?.gitCommit).toMatch(/^[0-9a-f]{40}$/);
    expect(source?.digest?.gitCommit).not.toBe(commit);
    expect(images).toEqual([
      { uri: `docker://example.com/rust:1@sha256:${digest}`, digest: { sha256: digest } },
      { uri: 'docker://example.com/tools:1' },
    ]);
  });
});
