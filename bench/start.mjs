// Install and start: one package against create-vite and yo, and the program's start against Node's own.
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pack } from '../scripts/pack.mjs';
import { medians, RUNS, runAlone } from './support.mjs';

export const title = 'Install and start';
export const rival =
  'The rivals are create-vite and, for the plain way to a Yeoman generator, yo with yeoman-generator, each in its latest version. An install is `npm install` of the tarball into an empty folder with an empty npm cache.';

/** Runs of what is over in a tenth of a second. */
const STARTS = Math.max(21, RUNS);

/** Installs into an empty folder, with npm's cache empty as well. Returns the folder. */
function install(bench, packages) {
  const folder = join(bench.folder, 'install');
  const cache = join(bench.folder, 'npm-cache');
  for (const path of [folder, cache]) rmSync(path, { recursive: true, force: true });
  mkdirSync(folder);
  const flags = ['--prefix', folder, '--cache', cache, '--no-audit', '--no-fund', '--loglevel=error'];
  const seconds = bench.time('npm', ['install', ...flags, ...packages]);
  return { folder, seconds };
}

/** How many packages an install brought, by npm's own count of it. */
function packagesIn(folder) {
  const { packages } = JSON.parse(readFileSync(join(folder, 'node_modules/.package-lock.json'), 'utf8'));
  return Object.keys(packages).length;
}

function bytesOf(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.reduce((sum, { parentPath, name }) => sum + readFileSync(join(parentPath, name)).length, 0);
}

export async function rows(bench) {
  const table = [];
  const [ours, generator] = pack(bench.folder);
  // npm hands a tarball from the disk no time of a registry: both come as files that the registry gave out.
  const fetched = (name) =>
    join(bench.folder, JSON.parse(bench.run('npm', ['pack', '--json', name]).stdout)[0].filename);
  const vite = fetched('create-vite');

  const { folder } = install(bench, [ours]);
  table.push({ what: 'packages', ours: packagesIn(folder), unit: 'packages', goal: { most: 1 } });
  const bytes = bytesOf(join(folder, 'node_modules/create-wasm-oci'));
  table.push({ what: 'unpacked', ours: bytes, unit: 'bytes', goal: { most: 1.1e6 } });
  const theirs = bytesOf(join(install(bench, [vite]).folder, 'node_modules/create-vite'));
  table.push({ what: 'unpacked, against create-vite', ours: bytes, rival: theirs, unit: 'bytes' });
  const packed = { ours: statSync(ours).size, rival: statSync(vite).size };
  table.push({ what: 'packed, against create-vite', ...packed, unit: 'bytes' });
  const installs = medians({
    rival: () => install(bench, [vite]).seconds,
    ours: () => install(bench, [ours]).seconds,
  });
  table.push({ what: 'cold install, against create-vite', ...installs, unit: 's', goal: { ratio: 1.5 } });
  const yo = install(bench, ['yo', 'yeoman-generator']);
  table.push({ what: 'packages, against yo', ours: 1, rival: packagesIn(yo.folder), unit: 'packages' });
  const withYo = { ours: install(bench, [generator]).seconds, rival: yo.seconds };
  table.push({ what: 'cold install of generator-wasm-oci, against yo', ...withYo, unit: 's' });

  const empty = { rival: () => bench.time(process.execPath, ['-e', '0']) };
  for (const flag of ['--version', '--help']) {
    const starts = medians({ ...empty, ours: () => bench.cli([flag]).seconds }, { runs: STARTS });
    table.push({ what: `${flag}, against node -e 0`, ...starts, unit: 's', goal: { ratio: 1.3 } });
  }

  const script = join(install(bench, [vite]).folder, 'node_modules/create-vite/index.js');
  const written = (side) => () => {
    rmSync(join(bench.folder, 'started'), { recursive: true, force: true });
    return side();
  };
  const what = 'hello --yes --no-build, against create-vite --template vanilla';
  const vanilla = [script, 'started', '--template', 'vanilla'];
  const hello = [bench.script, 'started', '--yes', '--no-build'];
  const files = (seconds) =>
    medians({ rival: written(() => seconds(vanilla)), ours: written(() => seconds(hello)) }, { runs: STARTS });
  const wall = files((args) => bench.time(process.execPath, args));
  table.push({ what, ...wall, unit: 's', goal: { ratio: 1.6 } });
  const processor = files((args) => bench.processor(args));
  table.push({ what: `the same, processor time`, ...processor, unit: 's', goal: { ratio: 1.6 } });
  return table;
}

await runAlone(import.meta, { title, rows });
