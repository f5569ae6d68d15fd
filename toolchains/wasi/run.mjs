// node run.mjs MODULE NAME ARGUMENTS...
// Runs a module under Node's WASI, as the program NAME. No folder is opened to it and no variable given, as `podman run`
// gives none. A process of its own, so that it can be ended at any moment.
import { readFile } from 'node:fs/promises';
import { WASI } from 'node:wasi';

const [file, name, ...args] = process.argv.slice(2);
const wasi = new WASI({ version: 'preview1', args: [name, ...args], env: {}, preopens: {} });
const { instance } = await WebAssembly.instantiate(await readFile(file), wasi.getImportObject());
process.exitCode = wasi.start(instance);
