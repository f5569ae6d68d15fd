// npm run build: makes dist/, which is what the package holds, out of generators/.
import { spawnSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundle } from './bundle/bundle.mjs';
import { root } from './set-up.mjs';

const licences = await bundle(root);
writeFileSync(join(root, 'dist/THIRD-PARTY-LICENSES'), licences);
// It is always the same, so --help reads it instead of loading the questions (cli.ts).
const help = spawnSync(process.execPath, [join(root, 'dist/cli.js'), '--help'], { encoding: 'utf8' });
if (help.status !== 0) throw new Error(help.stderr);
writeFileSync(join(root, 'dist/help.txt'), help.stdout);
// npm link runs the file itself.
chmodSync(join(root, 'dist/cli.js'), 0o755);
