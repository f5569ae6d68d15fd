// npm test [-- vitest arguments]
// Sets a fresh clone up, then runs every test. The end-to-end tests find or bring up a Podman themselves.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { build, installDependencies, root } from './set-up.mjs';

installDependencies();
build();
const vitest = [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...process.argv.slice(2)];
const { status } = spawnSync(process.execPath, vitest, { cwd: root, stdio: 'inherit' });
process.exitCode = status ?? 1;
