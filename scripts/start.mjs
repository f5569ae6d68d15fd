// npm start -- hello --language c --yes
// Sets a fresh clone up, then runs create-wasm-oci in the folder npm was called in.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { build, findPodman, installDependencies, root } from './set-up.mjs';

installDependencies();
build();
const podman = findPodman();
const child = spawn(process.execPath, [join(root, 'dist/generators/cli.js'), ...process.argv.slice(2)], {
  cwd: process.env.INIT_CWD ?? process.cwd(),
  env: { ...process.env, PATH: podman.path },
  stdio: 'inherit',
});
// Ctrl-C reaches the child as well: it ends the build, says so, and this process passes on its exit code.
process.on('SIGINT', () => {});
child.on('close', (code) => {
  podman.stop();
  process.exitCode = code ?? 1;
});
