import { describe, expect, it } from 'vitest';
import { firstThatBuilds } from '../../generators/core/build/fall-back.js';
import type { Engine, Target } from '../../generators/core/engines/engine.js';
import type { EngineChoice, EngineId } from '../../generators/core/engines/engines.js';
import { explain } from '../../generators/core/engines/explain.js';
import { podmanErrors } from '../../generators/core/engines/podman/symptoms.js';
import type { Selected } from '../../generators/core/engines/select.js';
import { ExitCode, Failure } from '../../generators/core/failure.js';

const names = { image: 'localhost/x:latest', title: 'x', slug: 'x' };
const target: Target = {
  directory: '/x',
  shownDirectory: 'x',
  ...names,
  language: 'c',
  artifact: false,
  wasmOpt: false,
  aot: false,
};

const engine = (id: EngineId) => ({ id, available: async () => ({ works: true, version: '1' }) }) as unknown as Engine;
const from = (['podman', 'docker', 'embedded'] as const).map((id) => ({ id, engine: async () => engine(id) }));

/** Podman 5.4.2 with a registry where nobody listens. */
const unreachable = explain(
  podmanErrors,
  {
    exitCode: 125,
    stdout: '',
    stderr:
      'Error: creating build container: initializing source docker://ghcr.io/webassembly/wasi-sdk:wasi-sdk-33: pinging container registry 127.0.0.1:1: Get "http://127.0.0.1:1/v2/": dial tcp 127.0.0.1:1: connect: connection refused',
  },
  'build',
  { platform: 'linux', distribution: ['debian'] },
);
const broken = new Failure('The compiler found an error in the source.', {
  exitCode: ExitCode.notBuilt,
  known: 'compile',
});

/** Builds where each engine fails in its own way, or not at all. */
async function build(choice: EngineChoice, failures: Partial<Record<EngineId, Failure>>, allowed?: string[]) {
  const [tried, notes]: [string[], string[]] = [[], []];
  const attempt = async (selected: Selected) => {
    tried.push(selected.engine.id);
    const failure = failures[selected.engine.id];
    if (failure) throw failure;
    return selected.why;
  };
  const selected = { engine: engine('podman'), version: '1', why: 'the first that works here' };
  const wanted = { toRun: true, from, ...(allowed && { allowed }) };
  const built = await firstThatBuilds(selected, attempt, {
    choice,
    target,
    wanted,
    onNote: (text) => notes.push(text),
  }).catch((error: Failure) => error);
  return { built, tried, notes };
}

describe('an engine whose builder image cannot be fetched', () => {
  it('is followed under auto by the next one, with a word', async () => {
    const { built, tried, notes } = await build('auto', { podman: unreachable, docker: unreachable });
    expect(tried).toEqual(['podman', 'docker', 'embedded']);
    expect(built).toMatchObject({ result: 'podman and docker could not fetch the builder image' });
    expect(notes[0]).toBe(
      'podman: A registry that holds the builder image cannot be reached. Building with docker instead.',
    );
    expect(notes[1]).toMatch(/Building with embedded instead\.$/);
  });

  it('fails where it was asked for, and the fix names the engine that needs no registry', async () => {
    const { built, tried } = await build('podman', { podman: unreachable });
    expect(tried).toEqual(['podman']);
    expect(built).toMatchObject({ message: unreachable.message, exitCode: 3 });
    expect((built as Failure).fix.at(-1)).toMatchObject({ command: '--engine embedded' });
  });

  it('is the reason where a preset allows no other', async () => {
    const { built } = await build('auto', { podman: unreachable }, ['podman']);
    expect((built as Failure).fix).toEqual(unreachable.fix);
  });

  it('is the reason where the others fail, too', async () => {
    const { built, tried } = await build('auto', { podman: unreachable, docker: broken });
    expect(tried).toEqual(['podman', 'docker']);
    expect(built).toMatchObject({ message: unreachable.message });
  });
});

it('a source that does not compile is tried with one engine', async () => {
  const { built, tried } = await build('auto', { podman: broken });
  expect(tried).toEqual(['podman']);
  expect(built).toBe(broken);
});
