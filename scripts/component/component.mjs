// npm run component
// Writes toolchains/component/command.wasm.br: a component of WASI 0.2 whose first module imports every function of WASI
// preview 1. A program's module takes the place of that one (generators/core/wasm/command-component.ts), so that users
// need no jco, which is 366 MB. jco and its adapter are those of the package.json beside this file.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { bundleFile } from '../bundle/bundle.mjs';
import { root } from '../set-up.mjs';
import { importingAll } from './importing-all.mjs';
import { withoutCustomSections } from './without-custom-sections.mjs';

const here = join(root, 'scripts/component');
const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
  cwd: here,
  stdio: ['ignore', 2, 2],
  shell: process.platform === 'win32',
});
if (status !== 0) process.exit(1);

const jco = join(here, 'node_modules/@bytecodealliance/jco');
const { componentNew } = await import(pathToFileURL(join(jco, 'dist/api.js')).href);
const adapter = readFileSync(join(jco, 'lib/wasi_snapshot_preview1.command.wasm'));

const folder = mkdtempSync(join(tmpdir(), 'component-'));
try {
  const bundle = join(folder, 'preview1.mjs');
  await bundleFile(root, 'generators/core/wasm/preview1.ts', bundle);
  const { PREVIEW1, preview1 } = await import(pathToFileURL(bundle).href);
  // A name for each of four imports of one function: what wit-component calls them is in distinct-imports.ts.
  const functions = [...preview1].flatMap((one) => [one, one, one, one]);
  const component = await componentNew(importingAll(PREVIEW1, functions), [[PREVIEW1, adapter]]);
  const frame = withoutCustomSections(component);
  writeFileSync(join(root, 'toolchains/component/command.wasm.br'), brotliCompressSync(frame));
  console.log(`${frame.length} bytes`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
