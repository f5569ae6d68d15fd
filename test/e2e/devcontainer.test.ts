import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compilers } from '../../generators/core/languages/languages.js';
import { needsLab } from './support/lab.js';
import { createWasmOci, emptyFolder, podman, run } from './support/run.js';

describe('the development container', () => {
  it('is read by the CLI of development containers', async () => {
    const cwd = await emptyFolder();
    const args = ['dev-app', '--language', 'c', '--template', 'http', '--add', 'devcontainer', '--no-build', '--yes'];
    const made = await createWasmOci(args, { cwd });
    expect(made.exitCode, made.stderr).toBe(0);
    const cli = join(import.meta.dirname, '../../node_modules/.bin/devcontainer');
    const read = await run(cli, ['read-configuration', '--workspace-folder', 'dev-app', '--docker-path', 'podman'], {
      cwd,
    });
    expect(read.exitCode, read.stderr).toBe(0);
    expect(JSON.parse(read.stdout).configuration).toMatchObject({
      name: 'dev-app',
      privileged: true,
      forwardPorts: [8080],
    });
  });

  it("installs packages that Debian 13 has, whatever the project's language", async (test) => {
    needsLab(test);
    const packages = new Set(compilers.flatMap(({ devcontainer }) => devcontainer.packages));
    const install = `apt-get install --simulate --no-install-recommends podman crun libwasmedge0 passt uidmap \
      fuse-overlayfs ca-certificates git sudo nodejs npm ${[...packages].join(' ')}`;
    const image = 'docker.io/library/debian:trixie-slim';
    const simulated = await podman(['run', '--rm', image, 'sh', '-c', `apt-get update >/dev/null && ${install}`]);
    expect(simulated).toMatch(/^Inst libstd-rust-dev-wasm32 /m);
  });
});
