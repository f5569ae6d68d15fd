// npm run weight [-- ROWS]
// What the package's bytes are: its folders, the files of dist/, and what they hold by package and by module, minified.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { bundleWithMaps } from './bundle/bundle.mjs';
import { bytesBySource } from './bundle/bytes.mjs';
import { pack } from './pack.mjs';
import { root } from './set-up.mjs';

const rows = Number(process.argv[2] ?? 25);
const modules = new Map();
const files = new Map();
for (const { code, map, fileName } of await bundleWithMaps(root)) {
  files.set(`dist/${fileName}`, Buffer.byteLength(code));
  for (const [source, bytes] of map ? bytesBySource(code, map) : [['', Buffer.byteLength(code)]]) {
    const path = source && relative(root, resolve(root, 'dist', dirname(fileName), source)).replaceAll('\\', '/');
    add(modules, path || '(imports and helpers of the bundle)', bytes);
  }
}
const packages = new Map();
for (const [path, bytes] of modules) add(packages, packageOf(path), bytes);
const { packed, folders } = packageFiles();

table(`package: ${digits(sum(folders))} bytes unpacked, ${digits(packed)} packed`, folders);
table(`files of dist/`, files);
table('packages and folders in dist/', packages);
table('modules in dist/', modules);

function add(map, key, bytes) {
  map.set(key, (map.get(key) ?? 0) + bytes);
}

function sum(map) {
  return [...map.values()].reduce((total, bytes) => total + bytes, 0);
}

/** The package that a module belongs to; of ours, its folder. */
function packageOf(path) {
  const [, name] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path) ?? [];
  return name ?? dirname(path);
}

/** The bytes of the tarball, and of what is in it by folder. */
function packageFiles() {
  const folder = mkdtempSync(join(tmpdir(), 'create-wasm-oci-weight-'));
  try {
    const [tarball] = pack(folder);
    const folders = new Map();
    for (const line of execFileSync('tar', ['-tvzf', tarball], { encoding: 'utf8' }).trim().split('\n')) {
      const [, , bytes, , , path] = line.split(/\s+/);
      add(folders, path.split('/').slice(1, 2).join('/'), Number(bytes));
    }
    return { packed: statSync(tarball).size, folders };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function table(title, map) {
  const sorted = [...map].sort(([, a], [, b]) => b - a);
  const rest = sum(new Map(sorted.slice(rows)));
  const shown = sorted.slice(0, rows).concat(rest > 0 ? [[`(${sorted.length - rows} more)`, rest]] : []);
  console.log(`\n${title}`);
  for (const [name, bytes] of shown) console.log(`${digits(bytes).padStart(10)}  ${name}`);
}

function digits(bytes) {
  return bytes.toLocaleString('en');
}
