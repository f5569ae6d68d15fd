import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, inject, it, onTestFinished } from 'vitest';
import { playManifest } from './support/kube.js';
import { needsLab, registryHost } from './support/lab.js';
import { createWasmOci, emptyFolder, podman, run, untag } from './support/run.js';
import { findSupplyTools } from './support/supply.js';

/** What the project takes: serde, a package of another target, and one of tests. */
const DEPENDENCIES = `[dependencies]
serde = "1"
[target.'cfg(windows)'.dependencies]
windows-link = "0.2"
[dev-dependencies]
fastrand = "2"
`;

const SOURCE = 'fn main() { println!("{}", std::any::type_name::<serde::de::IgnoredAny>()); }\n';

const PASSWORD = { COSIGN_PASSWORD: 'a password' };

describe('what goes to a registry with an image', () => {
  let env: Record<string, string>;
  const tool = (name: string, args: string[], cwd?: string) => run(name, args, { env, ...(cwd && { cwd }) });

  beforeAll(async () => {
    const tools = await findSupplyTools();
    env = { ...PASSWORD, PATH: [tools, inject('path')].filter(Boolean).join(delimiter) };
  });
  beforeEach(needsLab);

  it('is the SBOM of what is compiled in, a signature that only its own key verifies, and how it was built; a pod runs it', async () => {
    const folder = await emptyFolder();
    const cwd = join(folder, 'listed');
    // The registry keeps what earlier runs attached to the same digest: a repository of this run's own.
    const repository = `${registryHost()}/supply/listed-${process.pid}`;
    const image = `${repository}:1`;
    onTestFinished(() => untag(image));
    for (const name of ['key', 'other'])
      expect(await tool('cosign', ['generate-key-pair', '--output-key-prefix', name], folder)).toMatchObject({
        exitCode: 0,
      });

    const wanted = ['--language', 'rust', '--image', image, '--sbom', 'cyclonedx', '--add', 'kubernetes,github'];
    const started = await createWasmOci(['listed', ...wanted, '--no-build', '--yes'], { cwd: folder, env });
    expect(started.exitCode, started.stderr).toBe(0);
    const manifest = await text(cwd, 'Cargo.toml');
    await writeFile(join(cwd, 'Cargo.toml'), manifest.replace('[dependencies]\n', DEPENDENCIES));
    await writeFile(join(cwd, 'src/main.rs'), SOURCE);
    const [fitLock = ''] = /^podman run .* cargo update --workspace$/m.exec(await text(cwd, 'README.md')) ?? [];
    expect(await run('sh', ['-c', fitLock], { cwd })).toMatchObject({ exitCode: 0 });

    const args = ['build', '--engine', 'podman', '--push', '--json', '--sign', join(folder, 'key.key')];
    const made = await createWasmOci(args, { cwd, env });
    expect(made.exitCode, made.stderr).toBe(0);
    expect(made.stderr).not.toContain(PASSWORD.COSIGN_PASSWORD);
    const { sbom, signed } = JSON.parse(made.stdout);

    const document = JSON.parse(await text(cwd, 'listed.cdx.json'));
    const names = document.components.map(({ name }: { name: string }) => name);
    expect(names).toEqual(expect.arrayContaining(['serde', 'serde_core']));
    for (const other of ['windows-link', 'fastrand', 'listed']) expect(names).not.toContain(other);
    const serde = document.components.find(({ name }: { name: string }) => name === 'serde');
    expect(serde).toMatchObject({
      purl: `pkg:cargo/serde@${serde.version}`,
      licenses: [{ expression: 'MIT OR Apache-2.0' }],
    });
    expect(await text(cwd, '.containerignore')).toContain('\nlisted.cdx.json\n');

    const discovered = await tool('oras', ['discover', '--plain-http', '--format', 'json', image]);
    expect(discovered.stdout).toContain(sbom.referrer);
    expect(discovered.stdout).toContain('application/vnd.cyclonedx+json');
    expect(signed).toBe(`${repository}@${(await tool('oras', ['resolve', '--plain-http', image])).stdout.trim()}`);

    const inspect = (...words: string[]) => createWasmOci(['inspect', image, ...words], { cwd, env });
    const seen = await inspect('--sbom', '--verify', join(folder, 'key.pub'), '--json');
    expect(seen.exitCode, seen.stderr).toBe(0);
    const { sboms, signature } = JSON.parse(seen.stdout);
    expect(sboms).toMatchObject([
      { referrer: sbom.referrer, packages: expect.arrayContaining([{ name: 'serde', version: serde.version }]) },
    ]);
    expect(signature.provenance.buildDefinition).toMatchObject({
      externalParameters: { image, language: 'rust' },
      resolvedDependencies: [{ uri: expect.stringMatching(/^docker:\/\/\S+rust/) }],
    });
    expect((await inspect('--sbom')).stdout).toContain(`serde ${serde.version}`);

    const wrong = await inspect('--verify', join(folder, 'other.pub'));
    expect(wrong).toMatchObject({ exitCode: 1, stdout: '' });
    expect(wrong.stderr).toContain('is not signed by');

    // cosign and Debian's own check of the attestation agree.
    const how = ['--insecure-ignore-tlog', '--key', join(folder, 'key.pub')];
    expect(await tool('cosign', ['verify', ...how, image])).toMatchObject({ exitCode: 0 });
    expect(await tool('cosign', ['verify-attestation', ...how, '--type', 'slsaprovenance1', image])).toMatchObject({
      exitCode: 0,
    });

    // The pod has the image from the registry: there is no other. Not by untag: the image that was built has the same ID, and
    // another digest.
    await podman(['rmi', '--force', image]);
    await playManifest(cwd);
    expect((await podman(['wait', 'listed-pod-listed'])).trim()).toBe('0');
    expect(await podman(['logs', 'listed-pod-listed'])).toContain('::IgnoredAny\n');
    const ran = await podman(['inspect', '--format', '{{.ImageDigest}}', 'listed-pod-listed']);
    expect(signed).toBe(`${repository}@${ran.trim()}`);
  });

  it('is of what was pushed, though another image takes its tag before it is signed', async () => {
    const folder = await emptyFolder();
    const image = `${registryHost()}/supply/overtaken:1`;
    const other = `${registryHost()}/supply/another:1`;
    onTestFinished(() => untag(image, other));
    await writeFile(join(folder, 'Containerfile'), 'FROM scratch\nLABEL which=another\n');
    await podman(['build', '--quiet', '--tag', other, folder]);
    await podman(['push', other]);
    await tool('cosign', ['generate-key-pair'], folder);
    // Somebody pushes between the push and what follows it.
    const between = join(folder, 'bin');
    await mkdir(between);
    for (const name of ['oras', 'cosign']) {
      const real = (await tool('sh', ['-c', `command -v ${name}`])).stdout.trim();
      const push = `skopeo copy --quiet docker://${other} docker://${image} >&2`;
      const script = `#!/bin/sh\ncase $1 in version|login) ;; *) ${push} ;; esac\nexec '${real}' "$@"\n`;
      await writeFile(join(between, name), script, { mode: 0o755 });
    }
    const overtaking = { ...env, PATH: [between, env.PATH].join(delimiter) };
    const args = ['overtaken', '--language', 'c', '--engine', 'podman', '--image', image, '--sbom', 'spdx', '--yes'];
    const more = ['--push', '--no-run', '--json', '--sign', join(folder, 'cosign.key')];
    const made = await createWasmOci([...args, ...more], { cwd: folder, env: overtaking });
    expect(made.exitCode, made.stderr).toBe(0);
    const { signed, sbom } = JSON.parse(made.stdout);

    const labelsOf = async (reference: string) =>
      JSON.parse((await run('skopeo', ['inspect', `docker://${reference}`])).stdout).Labels;
    expect(await labelsOf(image)).toMatchObject({ which: 'another' });
    expect(await labelsOf(signed)).toMatchObject({ 'org.opencontainers.image.title': 'overtaken' });
    const how = ['--insecure-ignore-tlog', '--key', join(folder, 'cosign.pub')];
    expect(await tool('cosign', ['verify', ...how, signed])).toMatchObject({ exitCode: 0 });
    expect((await tool('cosign', ['verify', ...how, image])).exitCode).not.toBe(0);
    const discovered = await tool('oras', ['discover', '--plain-http', '--format', 'json', signed]);
    expect(discovered.stdout).toContain(sbom.referrer);
  });

  it('is nothing where only --push is given, and then no key verifies it', async () => {
    const folder = await emptyFolder();
    const image = `${registryHost()}/supply/plain:1`;
    onTestFinished(() => untag(image));
    await tool('cosign', ['generate-key-pair'], folder);
    const args = ['plain', '--language', 'c', '--image', image, '--engine', 'podman', '--push', '--no-run', '--yes'];
    const made = await createWasmOci(args, { cwd: folder, env });
    expect(made.exitCode, made.stderr).toBe(0);
    const seen = await createWasmOci(['inspect', image, '--verify', 'cosign.pub'], { cwd: folder, env });
    expect(seen).toMatchObject({ exitCode: 1, stdout: '' });
    const listed = await createWasmOci(['inspect', image, '--sbom', '--json'], { cwd: folder, env });
    expect(JSON.parse(listed.stdout).sboms).toEqual([]);
  });

  it('needs cosign before anything is written', async () => {
    const folder = await emptyFolder();
    const args = [
      'hello',
      '--language',
      'c',
      '--image',
      `${registryHost()}/supply/none:1`,
      '--push',
      '--sign',
      'k',
      '--yes',
    ];
    const made = await createWasmOci(args, { cwd: folder });
    expect(made).toMatchObject({ exitCode: 1, stdout: '' });
    expect(made.stderr).toMatch(
      /--sign needs cosign[\s\S]*apt-get install cosign|--sign needs cosign[\s\S]*Install cosign/,
    );
    expect(await run('ls', [folder])).toMatchObject({ stdout: '' });
  });
});

const text = (folder: string, path: string) => readFile(join(folder, path), 'utf8');
