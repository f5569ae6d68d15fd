// TypeScript keeps the shebang line but not the mode, and npm link runs the file itself.
import { chmodSync } from 'node:fs';

chmodSync(new URL('../dist/generators/cli.js', import.meta.url), 0o755);
