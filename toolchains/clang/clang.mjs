// node clang.mjs PACKAGE OUTPUT SOURCES... -- FILES... -- FLAGS...
// Runs clang (compiled to WebAssembly, in PACKAGE) on files below the current folder, and writes the module to OUTPUT.
// The sources are compiled; the other files are there to be included. Exit codes: clang's own, or 70 when it broke down.
// A process of its own, so that it can be ended at any moment and gives its memory back.
import { createReadStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';

const [folder, output, ...rest] = process.argv.slice(2);
const [first, second] = [rest.indexOf('--'), rest.indexOf('--', rest.indexOf('--') + 1)];
const [sources, others, flags] = [rest.slice(0, first), rest.slice(first + 1, second), rest.slice(second + 1)];
const files = [...sources, ...others];

// The package reads its 105 MB into memory as a whole, twice, where it takes the process for Node: 500 MB at the
// peak. Where it does not, it asks fetch, which hands them over as they are read: 370 MB (Node 20), 410 MB (24).
Object.defineProperty(process, 'release', { value: { ...process.release, name: 'streaming node' } });
globalThis.fetch = async (url) => {
  const type = url.pathname.endsWith('.wasm') ? 'application/wasm' : 'application/octet-stream';
  const stream = Readable.toWeb(createReadStream(url, { highWaterMark: 1 << 18 }));
  return new Response(stream, { headers: { 'content-type': type } });
};

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
const args = ['clang', ...flags, '-ivfsoverlay', 'overlay.yaml', '-o', 'module.wasm', ...sources];
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
  if (!(error instanceof Exit)) console.error(error);
  // Not process.exit(): what was written to a pipe has to leave first.
  process.exitCode = error instanceof Exit ? error.code : 70;
}
