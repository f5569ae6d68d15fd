import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { adviceOnImage } from '../../generators/commands/inspect/advice-on-image.js';
import { readOciArchive } from '../../generators/core/oci/oci.js';
import { rules } from '../../generators/core/policy/rules.js';
import { verify } from '../../generators/core/policy/verify.js';
import { fixLine } from '../../generators/core/terminal/shown-fix.js';
import { fixtures } from '../support/fixtures.js';
import { hello } from '../support/hello-modules.js';
import { type ArchiveShape, ociArchive, rawTar } from '../support/oci-archive.js';
import { componentBytes, moduleBytes } from '../support/wasm-bytes.js';

const label = (name: string) => `org.opencontainers.image.${name}`;
const Labels = Object.fromEntries(
  ['title', 'description', 'source', 'version', 'licenses'].map((name) => [label(name), 'x']),
);
const good = { Entrypoint: ['/hello.wasm'], StopSignal: 'SIGKILL', Labels };
const config = (changes: object) => ({ config: { ...good, ...changes } });
const only = (module: Uint8Array) => ({ layers: [{ 'hello.wasm': Buffer.from(module) }] });

/** What a build and inspect make of an image: the rules by id, with the message and the fix. */
async function judged(shape: Partial<ArchiveShape>) {
  const image = await readOciArchive(Readable.from([await ociArchive({ ...only(hello()), config: good, ...shape })]));
  const { refused, remarks } = verify(image);
  const advice = adviceOnImage(image, image.module);
  return {
    texts: [...refused, ...remarks, ...advice].map(({ message, fix }) => `${message} / ${fixLine(fix)}`),
    judgement: {
      refused: refused.map(({ rule }) => rule.id),
      remarks: remarks.map(({ rule }) => rule.id),
      hinders: advice.filter(({ hinders }) => hinders).map(({ id }) => id),
      advice: advice.filter(({ hinders }) => !hinders).map(({ id }) => id),
    },
  };
}

const nothing = { refused: [], remarks: [], hinders: [], advice: [] };

it('a good image breaks no rule', async () => {
  expect((await judged({})).judgement).toEqual(nothing);
});

describe('an image that breaks a rule', () => {
  const both = (id: string) => ({ refused: [id], hinders: [id] });
  const advised = (id: string) => ({ advice: [id] });

  it.each<[string, Partial<ArchiveShape>, object, RegExp]>([
    [
      'is for another platform',
      { platform: { os: 'linux', architecture: 'wasm' } },
      both('platform'),
      /^the image is for linux\/wasm, not wasi\/wasm \/ Build it with --no-cache --platform=wasi\/wasm:/,
    ],
    [
      'is for another architecture',
      { platform: { os: 'wasi', architecture: 'arm64' } },
      both('platform'),
      /^the image is for wasi\/arm64, not/,
    ],
    [
      'has a variant',
      { platform: { os: 'wasi', architecture: 'wasm', variant: 'v8' } },
      both('variant'),
      /^the image's platform has the variant "v8", .* \/ End the Containerfile in FROM --platform=wasi\/wasm scratch, /,
    ],
    [
      'has no entrypoint',
      config({ Entrypoint: undefined }),
      both('entrypoint'),
      /^the image has no entrypoint \/ Add ENTRYPOINT \["\/hello.wasm"\] to/,
    ],
    [
      'has an entrypoint that is not in it',
      config({ Entrypoint: ['/other.wasm'] }),
      both('entrypoint'),
      /^the entrypoint \/other.wasm is not in the image \/ Make COPY and ENTRYPOINT name the same/,
    ],
    [
      'has an entrypoint in shell form',
      config({ Entrypoint: ['/bin/sh', '-c', 'hello.wasm --all'] }),
      both('entrypoint'),
      /^the entrypoint is in shell form, and the image has no \/bin\/sh \/ Write it as a list: ENTRYPOINT \["\/hello.wasm"\]\.$/,
    ],
    [
      'has a relative entrypoint',
      config({ Entrypoint: ['hello.wasm'] }),
      { remarks: ['entrypoint'], ...advised('entrypoint') },
      /^the entrypoint hello.wasm is not an absolute path: .* \/ ENTRYPOINT \["\/hello.wasm"\]$/,
    ],
    [
      'runs no WebAssembly',
      only(Buffer.from('\x7fELF')),
      both('module'),
      /^\/hello.wasm is not a WebAssembly module: it does not begin with .* \/ Build it for the target wasm32-wasip1\.$/,
    ],
    // Inspect says of each runtime whether it takes a component, and of the module whether Node does.
    [
      'runs a component',
      only(componentBytes),
      { refused: ['module'] },
      /^\/hello.wasm is not a WebAssembly module: it is a component/,
    ],
    [
      'runs a library',
      only(moduleBytes({ exports: ['run'] })),
      { refused: ['start'] },
      /^\/hello.wasm exports no _start \/ Build a program with a main function, not a library\.$/,
    ],
    [
      'runs a module that imports what is not WASI',
      only(
        moduleBytes({
          imports: [
            ['env', 'a'],
            ['env', 'b'],
            ['env', 'c'],
            ['env', 'd'],
          ],
        }),
      ),
      { refused: ['imports'] },
      /^\/hello.wasm imports env.a, env.b, env.c, …, which is not WASI preview 1 \//,
    ],
    [
      'has two layers',
      { layers: [{ 'hello.wasm': hello() }, { 'hello.wasm': hello() }] },
      { refused: ['layers'], ...advised('layers') },
      /^the image has 2 layers, not one \/ Keep a single COPY after FROM scratch\.$/,
    ],
    [
      'has a file beside the module',
      { layers: [{ 'hello.wasm': hello(), 'README.md': Buffer.from('xy') }] },
      advised('files'),
      /^a file of 2 bytes beside the module: \/README.md \/ /,
    ],
    [
      'has files beside the module',
      { layers: [{ 'hello.wasm': hello(), a: Buffer.from('x'), b: Buffer.from('y') }] },
      advised('files'),
      /^2 files of 2 bytes beside the module: \/a, \/b \/ /,
    ],
    [
      'has no stop signal',
      config({ StopSignal: undefined }),
      advised('stop-signal'),
      /podman stop waits 10 seconds \/ STOPSIGNAL SIGKILL$/,
    ],
    ['stops by SIGTERM', config({ StopSignal: 'SIGTERM' }), advised('stop-signal'), /STOPSIGNAL SIGKILL$/],
    [
      'has a working directory',
      config({ WorkingDir: '/app' }),
      advised('working-directory'),
      /^the working directory \/app is ignored under WasmEdge/,
    ],
    [
      'has a healthcheck',
      config({ Healthcheck: { Test: ['CMD', '/hello.wasm'] } }),
      advised('healthcheck'),
      /^its healthcheck cannot run/,
    ],
    [
      'has no labels',
      config({ Labels: { [label('title')]: 'x', [label('version')]: 'x' } }),
      advised('labels'),
      /^it has no label org.opencontainers.image.description, .source, .licenses \/ LABEL org.opencontainers.image.description="…"$/,
    ],
    [
      'has no digests of its layers',
      { diffIds: [] },
      advised('diff-ids'),
      /^its config has no rootfs with the diff_ids of its layers: /,
    ],
  ])('%s', async (_, shape, expected, text) => {
    const { judgement, texts } = await judged(shape);
    expect(judgement).toEqual({ ...nothing, ...expected });
    for (const one of texts) expect(one).toMatch(text);
  });

  it.each([
    ['its own', { StopSignal: '9' }],
    ['at the root', { WorkingDir: '/' }],
    ['none', { Healthcheck: { Test: ['NONE'] } }],
    ['in a command', { Entrypoint: undefined, Cmd: ['/hello.wasm'] }],
  ])('does not: %s, %j', async (_, changes) => {
    expect((await judged(config(changes))).judgement).toEqual(nothing);
  });

  it('in several respects is said to in each', async () => {
    const { judgement } = await judged({
      platform: { os: 'linux', architecture: 'amd64' },
      ...config({ StopSignal: undefined }),
    });
    expect(judgement).toEqual({ ...nothing, refused: ['platform'], hinders: ['platform'], advice: ['stop-signal'] });
  });
});

describe('the program of an image', () => {
  const first = async (shape: Partial<ArchiveShape>) => (await judged(shape)).texts[0];

  it.each<[string[], string]>([
    [['/bin/sh', '-c', 'app --all'], 'ENTRYPOINT ["app"].'],
    [['/bin/sh', '-c', ''], 'ENTRYPOINT ["/NAME.wasm"].'],
    [['/bin/sh', '-c'], 'ENTRYPOINT ["/NAME.wasm"].'],
  ])('in shell form is the first word, where the image has no module: %j', async (Entrypoint, fix) => {
    const layers = [{ 'README.md': Buffer.from('x') }];
    expect(await first({ layers, ...config({ Entrypoint }) })).toMatch(/^the entrypoint is in shell form/);
    expect(await first({ layers, ...config({ Entrypoint }) })).toContain(fix);
  });

  it.each([[['/bin/sh', 'app']], [['/other', '-c', 'app']]])('is not in shell form: %j', async (Entrypoint) => {
    expect(await first(config({ Entrypoint }))).toMatch(/^the entrypoint \/\w+(?:\/sh)? is not in the image/);
  });

  it('that is relative is fixed by the path at which it was found', async () => {
    const layers = [{ 'app/hello.wasm': hello() }];
    const text = await first({ layers, ...config({ Entrypoint: ['hello.wasm'], WorkingDir: '/app' }) });
    expect(text).toMatch(/ENTRYPOINT \["\/app\/hello.wasm"\]$/);
  });

  it('has a _start without parameters', async () => {
    const module = await readFile(join(fixtures, 'cases/start-with-parameters.wasm'));
    const { judgement, texts } = await judged(only(module));
    expect(judgement.refused).toEqual(['start']);
    expect(texts[0]).toMatch(/^\/hello.wasm exports _start with parameters, and crun gives none/);
  });

  it('is a module that Node takes, else no more is said of it', async () => {
    // An i64 where an i32 is expected, and an import that is not WASI.
    const { judgement, texts } = await judged(only(hello({ code: [0x42, 1, 0x0d, 0], imports: [['env', 'f', '>']] })));
    expect(judgement.refused).toEqual(['module']);
    expect(texts[0]).toMatch(/^\/hello.wasm is not a module that Node v[\d.]+ takes: /);
  });

  it('may be in a layer that is not read', async () => {
    const layer = await readFile(join(fixtures, 'cases/layers/layer.tar.bz2'));
    const { judgement, texts } = await judged({ layers: [], packed: [layer], diffIds: [`sha256:${'0'.repeat(64)}`] });
    expect(judgement).toMatchObject({ refused: ['entrypoint'], hinders: ['entrypoint'] });
    expect(texts[0]).toMatch(/^a layer was not read: .*bzip2.* \/ skopeo copy --dest-compress-format gzip /);
  });
});

it('an image with digests of some of its layers names those that have none', async () => {
  const layers = [
    rawTar([{ name: 'hello.wasm', contents: hello() }]),
    rawTar([{ name: 'x', contents: Buffer.from('x') }]),
  ];
  const diffIds = layers.slice(0, 1).map((layer) => `sha256:${createHash('sha256').update(layer).digest('hex')}`);
  const { texts } = await judged({ layers, diffIds });
  expect(texts).toContainEqual(expect.stringMatching(/^its config has no diff_ids for layer 2 /));
});

describe('a rule that the caller accepts', () => {
  it('is a remark, and the others refuse the image as before', async () => {
    const shape = {
      platform: { os: 'wasi', architecture: 'wasm', variant: 'v8' },
      ...only(moduleBytes({ imports: [['env', 'f']] })),
    };
    const image = await readOciArchive(Readable.from([await ociArchive({ config: good, ...shape })]));
    const { refused, remarks } = verify(image, ['imports']);
    expect([refused, remarks].map((list) => list.map(({ rule }) => rule.id))).toEqual([['variant'], ['imports']]);
  });
});

it('only what a cache may be to blame for is built again without it', () => {
  expect(rules.filter(({ cached }) => cached).map(({ id }) => id)).toEqual(['platform', 'variant']);
});
