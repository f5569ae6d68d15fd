// node run.mjs MODULE OPTIONS NAME ARGUMENTS...
// Runs a module under Node's WASI, as the program NAME. OPTIONS is JSON: the variables it gets (`env`), and the folders
// that are opened to it (`preopens`); as with `podman run`, it gets no others. With `marks` off it writes no file. A process of its own, so that it can be ended at any moment. Its exit code is the program's. Any code may be
// the program's, so two other ends are told apart by a file beside the module: MODULE.trap when a trap ended the program,
// MODULE.refused when it never started, each with the reason.
import { readFile, writeFile } from 'node:fs/promises';
import { WASI } from 'node:wasi';

const [file, options, name, ...args] = process.argv.slice(2);
const { marks = true, ...given } = JSON.parse(options);
const wasi = new WASI({ version: 'preview1', args: [name, ...args], env: {}, preopens: {}, ...given });
// Bun has no getImportObject (1.4), and its start() ends the process with the program's exit code.
const imports = wasi.getImportObject?.() ?? { wasi_snapshot_preview1: wasi.wasiImport };

/** The imports that Node's WASI lacks, in words; undefined when it has all of them. */
function lacking(module) {
  const missing = WebAssembly.Module.imports(module)
    .filter(({ module: namespace, name }) => !Object.hasOwn(imports, namespace) || !(name in imports[namespace]))
    .map(({ module: namespace, name }) => `${namespace}.${name}`);
  if (missing.length === 0) return undefined;
  return `it imports ${missing.slice(0, 3).join(', ')}${missing.length > 3 ? ', …' : ''}`;
}

/** Ends without having started the program. */
async function refuse(why) {
  if (marks) await writeFile(`${file}.refused`, why);
  else console.error(why);
  process.exitCode = 1;
}

/** @returns undefined when the module does not start here */
async function instantiate() {
  let why;
  try {
    const module = await WebAssembly.compile(await readFile(file));
    why = lacking(module);
    return await WebAssembly.instantiate(module, imports);
  } catch (error) {
    // A start function of the module's own may trap.
    if (error instanceof WebAssembly.RuntimeError) throw error;
    await refuse(why ?? error.message);
    return undefined;
  }
}

try {
  const instance = await instantiate();
  if (instance) process.exitCode = wasi.start(instance) ?? 0;
} catch (error) {
  // A stack that overflows is a RangeError. All else is Node's own: a module without _start or memory, for example.
  if (!(error instanceof WebAssembly.RuntimeError || error instanceof RangeError)) await refuse(error.message);
  else {
    if (marks) await writeFile(`${file}.trap`, error.message);
    console.error(error.stack);
    process.exitCode = 1;
  }
}
