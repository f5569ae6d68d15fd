import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { findPodman, root } from '../../../scripts/set-up.mjs';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The installed program: `node_modules/create-wasm-oci` of a folder that the packed tarball was installed into. */
    installed: string;
    /** PATH with a Podman that runs wasi/wasm on it. */
    path: string;
    /** Whether that Podman is the lab's, which can be made to fail. */
    lab: boolean;
  }
}

/** Finds or brings up a Podman, packs this package, and installs the tarball as a person's npm would. */
export default function setup(project: TestProject): () => void {
  const podman = findPodman();
  const folder = mkdtempSync(join(tmpdir(), 'create-wasm-oci-e2e-'));
  const npm = (args: string[], cwd: string) =>
    execFileSync('npm', [...args, '--loglevel=error'], { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });

  const packed = JSON.parse(npm(['pack', '--json', '--ignore-scripts', '--pack-destination', folder], root)) as
    | [{ filename: string }]
    | Record<string, { filename: string }>;
  const [{ filename }] = Object.values(packed) as [{ filename: string }];
  npm(['init', '--yes'], folder);
  npm(['install', '--no-audit', '--no-fund', join(folder, filename)], folder);

  project.provide('installed', join(folder, 'node_modules/create-wasm-oci'));
  project.provide('path', podman.path);
  project.provide('lab', podman.isLab);
  return () => {
    rmSync(folder, { recursive: true, force: true });
    podman.stop();
  };
}
