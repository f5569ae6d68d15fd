// node run.mjs COMPONENT ARGUMENTS: runs a component of the world wasi:cli/command as `jco run` does: it becomes JavaScript,
// which imports jco's WASI. jco's packages are in the folder that LAB_COMPONENT_NPM names.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const packages = process.env.LAB_COMPONENT_NPM;
const { resolve: find } = createRequire(join(packages, 'package.json'));
const { transpile } = await import(pathToFileURL(find('@bytecodealliance/jco-transpile')).href);
const { _setArgs } = await import(pathToFileURL(find('@bytecodealliance/preview2-shim/cli')).href);

const [path, ...args] = process.argv.slice(2);
// Where Node finds what the JavaScript imports.
const folder = mkdtempSync(join(packages, 'run-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const { files } = await transpile(resolve(path), { name: 'program', wasiShim: true });
for (const [name, contents] of Object.entries(files)) {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), contents);
}
_setArgs(['program', ...args]);
const { run } = await import(pathToFileURL(join(folder, 'program.js')).href);
run.run();
