import { describe, expect, it } from 'vitest';
import { type ResolveHow, resolveDigests } from '../../generators/core/build/resolve-digests.js';
import type { Choosable } from '../../generators/core/engines/select.js';
import { Cancelled, Failure } from '../../generators/core/failure.js';
import { fakeEngine, target } from '../support/fake-engine.js';

const WITHOUT = { command: '--no-pin-digests', text: 'names the builder images by their tags' };
const DIGESTS: Record<string, string> = { 'x.example/rust:1': 'sha256:aa', 'x.example/tools:1': 'sha256:bb' };
const digest = async (image: string) => DIGESTS[image] ?? '';
const missing = async () =>
  ({ works: false, why: new Failure('not installed', { exitCode: 3, fix: [{ command: 'install it' }] }) }) as const;

const notes: string[] = [];
const how = (from: Choosable[], changes: Partial<ResolveHow> = {}): ResolveHow => {
  notes.length = 0;
  return { choice: 'auto', target, onNote: (text) => notes.push(text), from, ...changes };
};

describe('the digests of builder images', () => {
  it('are those that the engine finds in the registries, with a word for each', async () => {
    const digests = await resolveDigests(Object.keys(DIGESTS), how([fakeEngine('podman', [], { digest })]));
    expect([...digests]).toEqual(Object.entries(DIGESTS));
    expect(notes).toEqual([
      'Resolving the digest of x.example/rust:1 with podman',
      'Resolving the digest of x.example/tools:1 with podman',
    ]);
  });

  it('are found by an engine that can only build', async () => {
    const cannotRun = new Failure('no runtime', { exitCode: 3 });
    const available = async () => ({ works: true, version: '1', cannotRun }) as const;
    const from = [fakeEngine('podman', [], { available, digest }), fakeEngine('docker', [], { digest })];
    await resolveDigests(['x.example/rust:1'], how(from));
    expect(notes).toEqual(['Resolving the digest of x.example/rust:1 with podman']);
  });

  it('are found by an engine that a preset allows', async () => {
    const from = [fakeEngine('podman', [], { digest }), fakeEngine('docker', [], { digest })];
    await resolveDigests(['x.example/rust:1'], how(from, { allowed: ['docker'] }));
    expect(notes).toEqual(['Resolving the digest of x.example/rust:1 with docker']);
  });

  it('cannot be had with the embedded engine, which reads no registry', async () => {
    await expect(resolveDigests(['x.example/rust:1'], how([], { choice: 'embedded' }))).rejects.toMatchObject({
      message: '--pin-digests: the engine embedded reads no registry.',
      exitCode: 1,
      fix: [{ command: '--engine podman|docker', text: 'resolves digests' }, WITHOUT],
    });
  });

  it('cannot be had where no engine works, and every reason is given', async () => {
    const from = [fakeEngine('podman', [], { available: missing }), fakeEngine('docker', [], { available: missing })];
    await expect(resolveDigests(['x.example/rust:1'], how(from))).rejects.toMatchObject({
      message: "--pin-digests: the builder image's digest cannot be resolved. not installed not installed",
      exitCode: 1,
      fix: [{ command: 'install it' }, { command: 'install it' }, WITHOUT],
    });
  });

  it('cannot be had where a preset allows no engine that reads registries', async () => {
    const from = [fakeEngine('podman', [], { digest })];
    await expect(resolveDigests(['x.example/rust:1'], how(from, { allowed: ['embedded'] }))).rejects.toMatchObject({
      message: expect.stringContaining('The preset allows neither podman nor docker.'),
      exitCode: 1,
    });
  });

  it("fail with the engine's own words and lines when the registry refuses", async () => {
    const refused = new Failure('authentication required', {
      exitCode: 3,
      fix: [{ command: 'podman login' }],
      output: ['401'],
    });
    const from = [fakeEngine('podman', [], { digest: () => Promise.reject(refused) })];
    await expect(resolveDigests(['x.example/rust:1'], how(from))).rejects.toMatchObject({
      message: "--pin-digests: the builder image's digest cannot be resolved. authentication required",
      exitCode: 1,
      fix: [{ command: 'podman login' }, WITHOUT],
      output: ['401'],
    });
  });

  it('are given up on Ctrl-C, when nothing is written yet', async () => {
    const cancelled = () => Promise.reject(new Cancelled('The files are kept.'));
    const from = [fakeEngine('podman', [], { digest: cancelled })];
    await expect(resolveDigests(['x.example/rust:1'], how(from))).rejects.toMatchObject({
      message: 'Cancelled. Nothing was written.',
      exitCode: 130,
    });
  });

  it('do not hide a defect of this program', async () => {
    const defect = new TypeError('x is undefined');
    const from = [fakeEngine('podman', [], { digest: () => Promise.reject(defect) })];
    await expect(resolveDigests(['x.example/rust:1'], how(from))).rejects.toBe(defect);
  });
});
