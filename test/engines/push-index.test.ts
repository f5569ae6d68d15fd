import { writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { probeModule } from '../../generators/commands/doctor/probe-module.js';
import { createDocker } from '../../generators/core/engines/docker/engine.js';
import { createNerdctl } from '../../generators/core/engines/nerdctl/engine.js';
import { createPodman } from '../../generators/core/engines/podman/engine.js';
import { imageLayout } from '../../generators/core/oci/layout.js';
import { readOciArchive } from '../../generators/core/oci/oci.js';
import { packTar } from '../../generators/core/oci/tar.js';
import { type Answer, fakeHost } from '../support/fake-host.js';
import { goodArchive } from '../support/good-archive.js';

const image = 'quay.io/you/hello:1';
const target = { directory: '/project', image, platforms: 'kubernetes' as const };
const DIGEST = `sha256:${'ab'.repeat(32)}`;

/** Command lines without the random part of names and folders. */
const shown = (lines: readonly string[]) =>
  lines.map((line) =>
    line.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID').replaceAll(/\S*create-wasm-oci-(?:index|push)-\w+\//g, 'TMP/'),
  );

describe('Podman', () => {
  /** A Podman that writes the digest of what it pushed. */
  const writes: Answer = {};
  const machine = (changes: Record<string, Answer> = {}) => {
    const fake = fakeHost({ podman: {}, 'podman image inspect': { stdout: '1700000000\n' }, ...changes });
    const { run } = fake.host;
    fake.host.run = async (program, args, options) => {
      const flag = args.indexOf('--digestfile');
      const ended = await run(program, args, options);
      if (flag >= 0 && ended.exitCode === 0) writeFileSync(args[flag + 1] ?? '', DIGEST);
      return ended;
    };
    return { ...fake, podman: createPodman(fake.host) };
  };

  it('pushes a list with an image for each node, at the time of the image, and removes what it made', async () => {
    const { podman, lines, calls } = machine({ podman: writes });
    expect(await podman.push(target)).toEqual({ digest: DIGEST, isIndex: true });
    const list = 'localhost/create-wasm-oci-index-ID';
    const build = 'podman build --quiet --pull=never --platform=wasi/wasm --timestamp 1700000000 --tag';
    expect(shown(lines())).toEqual([
      `podman image inspect --format {{.Created.Unix}} ${image}`,
      `podman manifest create ${list}`,
      `podman manifest add ${list} containers-storage:${image}`,
      `${build} ${list}:amd64 .`,
      `podman manifest add --os linux --arch amd64 ${list} containers-storage:${list}:amd64`,
      `${build} ${list}:arm64 .`,
      `podman manifest add --os linux --arch arm64 ${list} containers-storage:${list}:arm64`,
      `podman manifest push --all --digestfile TMP/digest ${list} docker://${image}`,
      `podman manifest rm ${list}`,
      `podman rmi --ignore ${list}:amd64 ${list}:arm64`,
    ]);
    // Podman 5.6 takes the variable for --source-date-epoch, which conflicts with --timestamp.
    for (const { line, options } of calls)
      if (line.includes(' build ')) expect(options.env).toEqual({ SOURCE_DATE_EPOCH: undefined });
  });

  it.each([
    ['manifest push', 'unauthorized: access to the requested resource is not authorized', 'podman login quay.io'],
    ['build', 'no space left on device', 'podman'],
  ])('explains a %s that fails, and removes what it made', async (command, stderr, fix) => {
    const { podman, lines } = machine({ [`podman ${command}`]: { exitCode: 125, stderr } });
    const failure = await podman.push(target).then(
      () => undefined,
      (error: Error & { fix: object }) => error,
    );
    expect(JSON.stringify(failure?.fix)).toContain(fix);
    expect(shown(lines().slice(-2))).toEqual([
      'podman manifest rm localhost/create-wasm-oci-index-ID',
      'podman rmi --ignore localhost/create-wasm-oci-index-ID:amd64 localhost/create-wasm-oci-index-ID:arm64',
    ]);
  });

  it('pushes the one manifest unless it is asked for an index', async () => {
    for (const platforms of [undefined, 'wasm'] as const) {
      const { podman, lines } = machine();
      expect(await podman.push({ ...target, platforms })).toEqual({ digest: DIGEST });
      expect(shown(lines())).toEqual([`podman push --digestfile TMP/digest ${image}`]);
    }
  });
});

describe.each([
  ['Docker', createDocker, 'docker save', 'docker load --input', 'docker push'],
  [
    'nerdctl',
    createNerdctl,
    'nerdctl save --platform wasi/wasm',
    'nerdctl load --all-platforms --input',
    'nerdctl push --all-platforms',
  ],
] as const)('%s', (_, create, save, load, push) => {
  it('loads the saved image in an index that names it for every platform, and pushes that', async () => {
    let loaded: Buffer | undefined;
    const fake = fakeHost({ [save.split(' ')[0] ?? '']: {} }, { archive: await goodArchive() });
    const { run } = fake.host;
    fake.host.run = async (program, args, options) => {
      if (args[0] === 'load') loaded = await readFile(args.at(-1) ?? '');
      return run(program, args, options);
    };
    const { digest } = await create(fake.host).push(target);
    expect(shown(fake.lines())).toEqual([`${save} ${image}`, `${load} TMP/index.tar`, `${push} ${image}`]);
    const report = await readOciArchive(Readable.from([loaded ?? Buffer.alloc(0)]));
    expect(report).toMatchObject({ names: [image], os: 'wasi', architecture: 'wasm', others: [] });
    expect(report.index).toEqual({
      digest,
      platforms: [
        { os: 'wasi', architecture: 'wasm' },
        { os: 'linux', architecture: 'amd64' },
        { os: 'linux', architecture: 'arm64' },
      ],
    });
  });
});

it('an image that is in no index has none in its report', async () => {
  const contents = { image, entrypoint: '/a.wasm', module: probeModule(), labels: {}, epoch: 0 };
  const archive = await packTar(await imageLayout(contents), { epoch: 0, mode: 0o644 });
  expect((await readOciArchive(Readable.from([archive]))).index).toBeUndefined();
});
