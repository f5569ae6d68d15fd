import { expect, it } from 'vitest';
import { digestSource, type Pinned } from '../../generators/core/build/digest-source.js';
import { Failure } from '../../generators/core/failure.js';
import type { Answers } from '../../generators/core/options/questions.js';
import type { Preset } from '../../generators/core/presets/preset.js';
import { fakeEngine } from '../support/fake-engine.js';

const answers = {
  language: 'c',
  name: { title: 'Hello!', slug: 'hello' },
  image: 'localhost/hello:1',
  engine: 'auto',
  'wasm-opt': false,
  aot: false,
} as unknown as Answers;
const pinned = (changes: Partial<Pinned> = {}): Pinned => ({
  answers,
  preset: undefined,
  directory: '/x/hello',
  ...changes,
});
const listening = () => process.listenerCount('SIGINT');

it('digests come from the engine that is to build, and each image is noted', async () => {
  const notes: string[] = [];
  const from = [fakeEngine('podman', [], { digest: async (image) => `sha256:${image.length}` })];
  const { resolve } = digestSource(pinned(), (text) => notes.push(text), undefined, from);
  expect([...(await resolve(['x.example/c:1']))]).toEqual([['x.example/c:1', 'sha256:13']]);
  expect(notes).toEqual(['Resolving the digest of x.example/c:1 with podman']);
});

it('Ctrl-C is listened for only while registries are asked, when they refuse, too', async () => {
  const before = listening();
  const heard: unknown[] = [];
  const digest = async (_: string, signal?: AbortSignal) => {
    heard.push(listening() - before, signal?.aborted);
    throw new Failure('authentication required', { exitCode: 3 });
  };
  const { resolve } = digestSource(pinned(), () => {}, undefined, [fakeEngine('podman', [], { digest })]);
  expect(listening()).toBe(before);
  await expect(resolve(['x.example/c:1'])).rejects.toThrow('authentication required');
  expect(heard).toEqual([1, false]);
  expect(listening()).toBe(before);
});

it("a caller's own signal is the one that ends it", async () => {
  const before = listening();
  const { signal } = new AbortController();
  const heard: unknown[] = [];
  const digest = async (_: string, given?: AbortSignal) => {
    heard.push(listening() - before, given === signal);
    return 'sha256:aa';
  };
  const { resolve } = digestSource(pinned(), () => {}, signal, [fakeEngine('podman', [], { digest })]);
  await resolve(['x.example/c:1']);
  expect(heard).toEqual([0, true]);
});

it('only an engine that the preset allows, or that was asked for, is taken', async () => {
  const digest = (name: string) => async () => `sha256:${name}`;
  const from = [
    fakeEngine('podman', [], { digest: digest('podman') }),
    fakeEngine('docker', [], { digest: digest('docker') }),
  ];
  const preset = { trusted: true, checks: { engines: ['docker'] } } as unknown as Preset;
  for (const project of [pinned({ preset }), pinned({ answers: { ...answers, engine: 'docker' } })]) {
    const { resolve } = digestSource(project, () => {}, undefined, from);
    expect([...(await resolve(['x:1']))]).toEqual([['x:1', 'sha256:docker']]);
  }
});
