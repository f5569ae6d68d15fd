import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findDocker } from './support/docker.js';
import { needsLab, registryHost } from './support/lab.js';
import { withOnly } from './support/only-engine.js';
import { createWasmOci, emptyFolder, podman, run, untag } from './support/run.js';

/** What the registry serves under a reference: its text, read by skopeo. */
const served = async (image: string) => (await run('skopeo', ['inspect', '--raw', `docker://${image}`])).stdout;

const hello = (name: string) => new RegExp(`^Hello from ${name}!$`, 'm');

const ENTRIES = [
  { architecture: 'wasm', os: 'wasi' },
  { architecture: 'amd64', os: 'linux' },
  { architecture: 'arm64', os: 'linux' },
];

/** Removes it from the store after the test, also where it is not there. */
const gone = (image: string) => onTestFinished(() => untag(image));

interface Index {
  mediaType: string;
  manifests: { digest: string; platform: object }[];
}

/** The index that was pushed is what the report says, and Podman finds its entry in it, with the flag and without. */
async function expectIndex(image: string, name: string, stdout: string): Promise<Index> {
  const text = await served(image);
  const index = JSON.parse(text) as Index;
  expect(index.mediaType).toBe('application/vnd.oci.image.index.v1+json');
  expect(index.manifests.map(({ platform }) => platform)).toEqual(ENTRIES);
  expect(JSON.parse(stdout).index).toEqual({
    digest: `sha256:${createHash('sha256').update(text).digest('hex')}`,
    platforms: ['wasi/wasm', 'linux/amd64', 'linux/arm64'],
  });
  for (const platform of [['--platform', 'wasi/wasm'], []]) {
    await untag(image);
    await podman(['pull', '--quiet', ...platform, image]);
    expect(await podman(['run', '--rm', ...platform, image])).toMatch(hello(name));
    const ids = await podman(['image', 'inspect', '--format', '{{.Os}}/{{.Architecture}}', image]);
    expect(ids).toBe('wasi/wasm\n');
  }
  // The same layer for all of them.
  const repository = image.slice(0, image.lastIndexOf(':'));
  const manifests = await Promise.all(index.manifests.map(({ digest }) => served(`${repository}@${digest}`)));
  expect(new Set(manifests.map((one) => JSON.stringify(JSON.parse(one).layers))).size).toBe(1);
  return index;
}

describe('--platforms kubernetes', () => {
  it('is stored, and --push by Podman sends an index; the same image gives the same index again', async (test) => {
    needsLab(test);
    const cwd = await emptyFolder();
    const image = `${registryHost()}/platforms/by-podman:1`;
    gone(image);
    const args = ['hello', '--language', 'c', '--image', image, '--platforms', 'kubernetes', '--engine', 'podman'];
    const made = await createWasmOci([...args, '--push', '--json', '--yes'], { cwd });
    expect(made.exitCode, made.stderr).toBe(0);
    const push = () => createWasmOci(['build', 'hello', '--engine', 'podman', '--push', '--json'], { cwd });
    const { index } = JSON.parse(made.stdout);
    expect(JSON.parse((await push()).stdout).index).toEqual(index);
    const first = await expectIndex(image, 'hello', made.stdout);
    // Podman cannot list a digest twice.
    expect(new Set(first.manifests.map(({ digest }) => digest)).size).toBe(3);

    // The store now has what was pulled for this machine's platform under that name, and the registry an index.
    const again = await push();
    expect(again.exitCode, again.stderr).toBe(0);
    await expectIndex(image, 'hello', again.stdout);
    const names = await podman(['images', '--format', '{{.Repository}}']);
    expect(names).not.toContain('create-wasm-oci-index');

    const plain = ['build', 'hello', '--engine', 'podman', '--platforms', 'wasm', '--push', '--json'];
    const one = await createWasmOci(plain, { cwd });
    expect(one.exitCode, one.stderr).toBe(0);
    expect(JSON.parse(one.stdout)).not.toHaveProperty('index');
    expect(JSON.parse(await served(image)).mediaType).toBe('application/vnd.oci.image.manifest.v1+json');
  });

  it('of Docker lists the one manifest three times, and its own store still runs the image', async (test) => {
    needsLab(test);
    const found = await findDocker();
    if ('missing' in found) return test.skip(found.missing);
    const cwd = await emptyFolder();
    const env = { PATH: found.path };
    const image = `${registryHost()}/platforms/by-docker:1`;
    gone(image);
    onTestFinished(async () => void (await run('docker', ['rmi', '--force', image], { env })));
    const args = ['hello', '--language', 'c', '--image', image, '--platforms', 'kubernetes', '--engine', 'docker'];
    const made = await createWasmOci([...args, '--push', '--json', '--yes'], { cwd, env });
    expect(made.exitCode, made.stderr).toBe(0);
    const { manifests } = await expectIndex(image, 'hello', made.stdout);
    expect(new Set(manifests.map(({ digest }) => digest)).size).toBe(1);
    const ran = await run('docker', ['run', '--rm', '--runtime', 'crun-wasm', '--platform', 'wasi/wasm', image], {
      env,
    });
    expect(ran.stdout, ran.stderr).toMatch(hello('hello'));
  });

  it.for(['skopeo', 'podman'] as const)('of the embedded engine, pushed by %s', async (program, test) => {
    needsLab(test);
    const cwd = await emptyFolder();
    const env = await withOnly(program, test);
    const image = `${registryHost()}/platforms/embedded-${program}:1`;
    gone(image);
    const args = ['hello', '--language', 'c', '--image', image, '--platforms', 'kubernetes', '--engine', 'embedded'];
    const made = await createWasmOci([...args, '--push', '--json', '--yes'], { cwd, env });
    expect(made.exitCode, made.stderr).toBe(0);
    const { manifests } = await expectIndex(image, 'hello', made.stdout);
    expect(new Set(manifests.map(({ digest }) => digest)).size).toBe(program === 'skopeo' ? 1 : 3);
    // The archive has the index, too, and Podman loads it.
    const archive = join(cwd, 'hello/hello.oci.tar');
    const list = JSON.parse((await run('skopeo', ['inspect', '--raw', `oci-archive:${archive}`])).stdout) as Index;
    expect(list.manifests.map(({ platform }) => platform)).toEqual(ENTRIES);
    await untag(image);
    await podman(['load', '--quiet', '--input', archive]);
    expect(await podman(['run', '--rm', '--pull=never', '--platform', 'wasi/wasm', image])).toMatch(hello('hello'));
  });
});
