// node test.mjs MODULE ARGUMENTS... Runs a module of tests under Node's WASI, as cargo's runner and `go test -exec`
// start it: in a folder of the project. The folder is opened to it by its path and as the current one, with the
// variables that tests have on this machine.
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

const [node, , module, ...args] = process.argv;
const folder = process.cwd();
// Go's wasip1 takes its current folder from PWD.
const env = { ...process.env, PWD: folder };
const options = { env, preopens: { [folder]: folder, '.': folder }, marks: false };
const run = new URL('./run.mjs', import.meta.url);
process.argv = [node, fileURLToPath(run), module, JSON.stringify(options), basename(module), ...args];
await import(run);
