// npm test [-- vitest arguments]
// Sets a fresh clone up, then runs every test. What is missing and cannot be had is named first. The end-to-end tests find
// or bring up a Podman themselves. The campaign takes half an hour more, and is a command of its own.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { build, findTools, installDependencies, root } from './set-up.mjs';

process.env.PATH = findTools();
installDependencies();
build();
const args = process.argv.slice(2);
const projects = args.some((arg) => arg.startsWith('--project')) ? [] : ['--project=unit', '--project=e2e'];
const vitest = [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...projects, ...args];
const { status } = spawnSync(process.execPath, vitest, { cwd: root, stdio: 'inherit' });
process.exitCode = status ?? 1;
