// npm run build: makes dist/, which is what the package holds, out of generators/.
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundle } from './bundle/bundle.mjs';
import { root } from './set-up.mjs';

const licences = await bundle(root);
writeFileSync(join(root, 'dist/THIRD-PARTY-LICENSES'), licences);
// npm link runs the file itself.
chmodSync(join(root, 'dist/cli.js'), 0o755);
