// npm test [-- vitest arguments]
// Sets a fresh clone up, then runs every test: unit, generator, golden trees, and end to end with a real Podman.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { build, findPodman, installDependencies, root } from './set-up.mjs';

installDependencies();
build();
const podman = findPodman();
const { status } = spawnSync(
  process.execPath,
  [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...process.argv.slice(2)],
  {
    cwd: root,
    env: { ...process.env, PATH: podman.path },
    stdio: 'inherit',
  },
);
podman.stop();
process.exitCode = status ?? 1;
