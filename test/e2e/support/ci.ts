import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { expect, inject } from 'vitest';
import { registryHost } from './lab.js';
import { createWasmOci, emptyFolder, environment, run } from './run.js';
import { findSupplyTools } from './supply.js';

/** A C project with an add-on for CI, in a git repository with a remote. npx finds the installed program above it. */
export async function repositoryWith(addOn: string, image: string, ...args: string[]) {
  const place = await emptyFolder();
  await symlink(dirname(inject('installed')), join(place, 'node_modules'));
  const folder = join(place, 'app');
  await mkdir(join(place, 'team'));
  await writePreset(place, 'Team');
  const options = ['--language', 'c', '--image', image, '--add', addOn, '--no-build', '--yes', ...args];
  const made = await createWasmOci(['app', ...options], { cwd: place });
  expect(made.exitCode, made.stderr).toBe(0);
  await git(place, 'init', '--quiet', '--bare', 'remote');
  await git(folder, 'init', '--quiet', '--initial-branch', 'main');
  await git(folder, 'add', '--all');
  await git(folder, '-c', 'user.name=x', '-c', 'user.email=x@x', 'commit', '--quiet', '--message', 'first');
  await git(folder, 'remote', 'add', 'origin', '../remote');
  return { place, folder };
}

/** Writes the preset `./team` of those projects. */
export async function writePreset(place: string, vendor: string): Promise<void> {
  const label = `"org.opencontainers.image.vendor" = "${vendor}"`;
  await writeFile(join(place, 'team/wasm-oci.toml'), `schema = 1\nname = "Team"\n[labels]\n${label}\n`);
}

/** Runs git, which must succeed. Returns its stdout. */
export async function git(cwd: string, ...args: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await run('git', args, { cwd });
  expect(exitCode, stderr).toBe(0);
  return stdout.trim();
}

/** Puts a program first on PATH that writes its arguments into the file `asked`, then runs a script. */
export async function recorder(place: string, name: string, script = ''): Promise<Record<string, string>> {
  const bin = join(place, 'bin');
  await mkdir(bin, { recursive: true });
  await writeFile(join(bin, name), `#!/bin/sh\necho "$@" >>"${join(place, 'asked')}"\n${script}\n`);
  await chmod(join(bin, name), 0o755);
  return { PATH: `${bin}:${environment().PATH}` };
}

/**
 * What jobs need that push to the lab's registry and sign: a name of it that oras and cosign take for one without TLS, their
 * folder, a key, and credentials. The registry asks for no password, and takes any.
 */
export async function publishing(place: string) {
  const tools = await findSupplyTools();
  const host = registryHost().replace('127.0.0.1', 'localhost');
  const conf = join(place, 'registries.conf');
  await writeFile(conf, `[[registry]]\nlocation = "${host}"\ninsecure = true\n`);
  const env = {
    CONTAINERS_REGISTRIES_CONF: conf,
    PATH: [tools, inject('path')].filter(Boolean).join(delimiter),
    COSIGN_PASSWORD: 'a password',
    DOCKER_CONFIG: place,
    REGISTRY_AUTH_FILE: join(place, 'auth.json'),
    REGISTRY_USER: 'x',
    REGISTRY_PASSWORD: "p'a $HOME",
  };
  const made = await run('cosign', ['generate-key-pair'], { cwd: place, env });
  expect(made.exitCode, made.stderr).toBe(0);
  return { host, env, key: join(place, 'cosign.key'), publicKey: join(place, 'cosign.pub') };
}

/** Checks that the registry has an image with its SBOM as a referrer, signed by a key. Returns its digest. */
export async function expectPublished(
  image: string,
  { env, publicKey }: Pick<Awaited<ReturnType<typeof publishing>>, 'env' | 'publicKey'>,
): Promise<string> {
  const pushed = JSON.parse(
    (await run('skopeo', ['inspect', '--tls-verify=false', `docker://${image}`], { env })).stdout,
  );
  expect(pushed).toMatchObject({ Os: 'wasi', Architecture: 'wasm' });
  const attached = await run('oras', ['discover', '--format', 'json', image], { env });
  expect(attached.stdout).toContain('application/vnd.cyclonedx+json');
  const verified = await run('cosign', ['verify', '--insecure-ignore-tlog', '--key', publicKey, image], { env });
  expect(verified.exitCode, verified.stderr).toBe(0);
  return pushed.Digest;
}
