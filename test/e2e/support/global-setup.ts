import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { bundleFile } from '../../../scripts/bundle/bundle.mjs';
import { pack } from '../../../scripts/pack.mjs';
import { findPodman, root } from '../../../scripts/set-up.mjs';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The installed program: `node_modules/create-wasm-oci` of a folder that the packed tarball was installed into. */
    installed: string;
    /** The same package installed under the name that `yo wasm-oci` looks for. */
    installedGenerator: string;
    /** The installed program's part that compiles without a container, as a module of its own. */
    toolchain: string;
    /** A Node that runs in a container, too: this one, or where a distribution has linked it to its own libraries, npm's. */
    portableNode: string;
    /** PATH with a Podman that runs wasi/wasm on it. */
    path: string;
    /** Whether that Podman is the lab's, which can be made to fail. */
    lab: boolean;
  }
}

/** Finds or brings up a Podman, packs this package under both its names, and installs the tarballs as a person's npm would. */
export default async function setup(project: TestProject): Promise<() => void> {
  const podman = findPodman();
  const folder = mkdtempSync(join(tmpdir(), 'create-wasm-oci-e2e-'));
  const npm = (args: string[], cwd: string) =>
    execFileSync('npm', [...args, '--loglevel=error'], { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });

  const tarballs = pack(folder);
  npm(['init', '--yes'], folder);
  npm(['install', '--no-audit', '--no-fund', ...tarballs], folder);

  const installed = join(folder, 'node_modules/create-wasm-oci');
  const toolchain = join(installed, 'dist/toolchain.js');
  await bundleFile(root, 'generators/core/toolchain/toolchain.ts', toolchain);
  project.provide('installed', installed);
  project.provide('installedGenerator', join(folder, 'node_modules/generator-wasm-oci'));
  project.provide('toolchain', toolchain);
  project.provide('portableNode', isLinkedToLibraries() ? npmsNode(npm, folder) : process.execPath);
  project.provide('path', podman.path);
  project.provide('lab', podman.isLab);
  return () => {
    rmSync(folder, { recursive: true, force: true });
    podman.stop();
  };
}

/** Whether this Node needs more than the C library: Debian's own is a small program and a libnode.so. */
function isLinkedToLibraries(): boolean {
  return Object.entries(process.config.variables).some(
    ([name, value]) => name.startsWith('node_shared') && value === true,
  );
}

/** The same version as npm has it, for the C library of any distribution. */
function npmsNode(npm: (args: string[], cwd: string) => string, folder: string): string {
  const name = `node-linux-${process.arch}`;
  const prefix = mkdtempSync(join(folder, 'node-'));
  npm(['install', '--prefix', prefix, '--no-audit', '--no-fund', `${name}@${process.versions.node}`], prefix);
  return join(prefix, 'node_modules', name, 'bin/node');
}
