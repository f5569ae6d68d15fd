// npm start -- hello --language c --yes
// Sets a fresh clone up, then runs create-wasm-oci in the folder npm was called in.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { build, findPodman, installDependencies, root } from './set-up.mjs';

const args = process.argv.slice(2);
// Without an engine the embedded one serves. Podman is brought up for those who ask for it by name.
const wantsPodman = /--engine[= ]podman/.test(args.join(' ')) || process.env.WASM_OCI_ENGINE === 'podman';

installDependencies();
build();
const podman = wantsPodman ? findPodman() : { path: process.env.PATH, stop() {} };
const child = spawn(process.execPath, [join(root, 'dist/cli.js'), ...args], {
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
