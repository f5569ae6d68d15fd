import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { askPodmanEarly, earlyPodmanAnswer } from '../../../generators/core/engines/podman/prefetch-version.js';

afterEach(() => vi.unstubAllEnvs());

/** Puts a shell script in the place of Podman. */
async function podmanIs(script: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'create-wasm-oci-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'podman'), `#!/bin/sh\n${script}\n`);
  await chmod(join(folder, 'podman'), 0o755);
  vi.stubEnv('PATH', `${folder}:${process.env.PATH}`);
}

describe.skipIf(process.platform === 'win32')('Podman, asked early', () => {
  it('has its answer taken once', async () => {
    expect(await earlyPodmanAnswer(60_000)).toBeUndefined();
    await podmanIs('echo "$@"');
    askPodmanEarly();
    expect(await earlyPodmanAnswer(60_000)).toMatchObject({ exitCode: 0, stdout: 'version --format json\n' });
    expect(await earlyPodmanAnswer(60_000)).toBeUndefined();
  });

  it('is asked again when it refused, or was missing: that may be fixed by now', async () => {
    await podmanIs('echo "machine is not running" >&2; exit 125');
    askPodmanEarly();
    expect(await earlyPodmanAnswer(60_000)).toBeUndefined();
    vi.stubEnv('PATH', '/nowhere');
    askPodmanEarly();
    expect(await earlyPodmanAnswer(60_000)).toBeUndefined();
  });

  // The sleep holds the output open, and is nobody's to end: it is short enough to end by itself.
  it('is ended when it does not answer, with what it started holding its output open', async () => {
    await podmanIs('sleep 20 & wait');
    askPodmanEarly();
    expect(await earlyPodmanAnswer(100)).toMatchObject({ timedOut: true });
  });

  it('is ended with the run', async () => {
    await podmanIs('exec sleep 600');
    askPodmanEarly();
    expect(await earlyPodmanAnswer(60_000, AbortSignal.timeout(100))).toBeUndefined();
  });
});
