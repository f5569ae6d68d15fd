// node clang.mjs PACKAGE OUTPUT SOURCES... -- FILES... -- FLAGS...
// Runs clang (compiled to WebAssembly, in PACKAGE) on files below the current folder, and writes the module to OUTPUT.
// The sources are compiled; the other files are there to be included. Exit codes: clang's own, or 70 when it broke down.
// A process of its own, so that it can be ended at any moment and gives its memory back.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';

const [folder, output, ...rest] = process.argv.slice(2);
const [first, second] = [rest.indexOf('--'), rest.indexOf('--', rest.indexOf('--') + 1)];
const [sources, others, flags] = [rest.slice(0, first), rest.slice(first + 1, second), rest.slice(second + 1)];
const files = [...sources, ...others];

// V8 would compile the hot half of clang a second time, better, which takes longer than a compilation does. It would
// also check all of clang before the first function runs, which npm's integrity check has vouched for. Measured on
// hello: 4.1 s of CPU time become 1.3 s; on the whole of SQLite 54 s become 42 s (Node 20, two cores).
setFlagsFromString('--no-wasm-tier-up');
setFlagsFromString('--no-wasm-dynamic-tiering');
setFlagsFromString('--wasm-lazy-validation');

// The package fetches its 105 MB through two streams, and keeps them in memory twice: 500 MB at the peak. Where it does
// not take the process for Node it asks these, which read each file at once: 245 MB.
Object.defineProperty(process, 'release', { value: { ...process.release, name: 'not Node' } });
globalThis.fetch = async (url) => ({ body: { pipeThrough: () => url } });
globalThis.Response = class {
  constructor(url) {
    this.url = url;
  }
  async arrayBuffer() {
    const { buffer, byteOffset, length } = await readFile(this.url);
    return buffer.slice(byteOffset, byteOffset + length);
  }
};
WebAssembly.compileStreaming = async ({ url }) => WebAssembly.compile(await readFile(url));

const { runClang, runLLVM, Exit } = await import(pathToFileURL(join(folder, 'gen/bundle.js')).href);

// Named from `/` as they are from the project's folder: diagnostics read as those of `make` do.
const tree = {};
for (const path of files) {
  const names = path.split('/');
  const last = names.pop();
  let place = tree;
  for (const name of names) {
    place[name] ??= {};
    place = place[name];
  }
  place[last] = new Uint8Array(await readFile(path));
}

// The package's file system passes over `..` in a path (src/../lib/x.h is src/lib/x.h to it). Clang's own overlay
// resolves it; this one maps every file to itself.
const roots = files.map((path) => ({ type: 'file', name: `/${path}`, 'external-contents': `/${path}` }));
const overlay = { version: 0, 'case-sensitive': 'true', 'use-external-names': 'false', roots };
tree['overlay.yaml'] = JSON.stringify(overlay);

const write = (bytes) => bytes && process.stderr.write(bytes);
const args = [
  'clang',
  ...flags,
  '-ivfsoverlay',
  'overlay.yaml',
  '-o',
  'module.wasm',
  ...sources.map((path) => `./${path}`),
];
try {
  // Loads without running anything. Left to runClang, loading prints its own progress.
  await runLLVM(null, {}, { fetchProgress: () => {} });
  const { 'module.wasm': module } = await runClang(args, tree, {
    stdout: write,
    stderr: write,
    decodeASCII: false,
  });
  await writeFile(output, module);
} catch (error) {
  // What the system refuses (a full disk) is no error of clang's: its words are enough.
  if (error.syscall) console.error(`${output}: ${error.message}`);
  else if (!(error instanceof Exit)) console.error(error);
  // Not process.exit(): what was written to a pipe must leave first.
  process.exitCode = error instanceof Exit ? error.code : 70;
}
