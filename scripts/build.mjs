// npm run build: compiles generators/ to dist/, which is what the package holds.
import { spawnSync } from 'node:child_process';
import { chmodSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './set-up.mjs';

// What is no longer in the sources is not to be packed.
rmSync(join(root, 'dist'), { recursive: true, force: true });
const tsc = [join(root, 'node_modules/typescript/bin/tsc'), '--project', join(root, 'tsconfig.build.json')];
const { status } = spawnSync(process.execPath, tsc, { cwd: root, stdio: 'inherit' });
// TypeScript keeps the shebang line but not the mode, and npm link runs the file itself.
if (status === 0) chmodSync(join(root, 'dist/generators/cli.js'), 0o755);
process.exitCode = status ?? 1;
