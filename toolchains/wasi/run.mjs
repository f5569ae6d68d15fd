// node run.mjs MODULE NAME ARGUMENTS...
// Runs a module under Node's WASI, as the program NAME. No folder is opened to it and no variable given, as `podman run`
// gives none. A process of its own, so that it can be ended at any moment. Its exit code is the program's; a trap, which
// ends a program without one, is written to MODULE.trap, for 1 may be either.
import { readFile, writeFile } from 'node:fs/promises';
import { WASI } from 'node:wasi';

const [file, name, ...args] = process.argv.slice(2);
const wasi = new WASI({ version: 'preview1', args: [name, ...args], env: {}, preopens: {} });
// Bun has no getImportObject (1.4), and its start() ends the process with the program's exit code.
const imports = wasi.getImportObject?.() ?? { wasi_snapshot_preview1: wasi.wasiImport };
const { instance } = await WebAssembly.instantiate(await readFile(file), imports);
try {
  process.exitCode = wasi.start(instance) ?? 0;
} catch (error) {
  // A stack that overflows is a RangeError.
  if (!(error instanceof WebAssembly.RuntimeError || error instanceof RangeError)) throw error;
  await writeFile(`${file}.trap`, error.message);
  console.error(error.stack);
  process.exitCode = 1;
}
