/**
 * A program of its own: runs the module named first with the arguments behind it, under Node's WASI.
 * No folder is opened to it and no variable given, as `podman run` gives none.
 */
import { readFile } from 'node:fs/promises';
import { WASI } from 'node:wasi';

const [file = '', name = '', ...args] = process.argv.slice(2);
const wasi = new WASI({ version: 'preview1', args: [name, ...args], env: {}, preopens: {} });
const { instance } = await WebAssembly.instantiate(await readFile(file), wasi.getImportObject() as WebAssembly.Imports);
process.exitCode = wasi.start(instance);
