// npm run bench: the embedded engine against its rival `podman build`, on the same C sources, in one run.
// Whole processes, a one-line source change before each build, median of five. Prints the ratio.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, findPodman, installDependencies, root } from '../scripts/set-up.mjs';

const RUNS = 5;

installDependencies();
build();
const podman = findPodman();
const folder = mkdtempSync(join(tmpdir(), 'create-wasm-oci-bench-'));
const project = join(folder, 'bench');
const env = { ...process.env, PATH: podman.path };
const cli = join(root, 'dist/cli.js');

/** Runs a program to its end. Returns its wall time in seconds. */
function time(program, args, cwd) {
  const started = performance.now();
  const { status, stderr } = spawnSync(program, args, { cwd, env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`);
  return (performance.now() - started) / 1000;
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
let changes = 0;

/** The median of several builds, each after a change that the last one cannot have cached. */
function rebuilds(program, args) {
  const source = join(project, 'src/main.c');
  const once = () => {
    writeFileSync(source, `${readFileSync(source, 'utf8')}// change ${changes++}\n`);
    return time(program, args, project);
  };
  once();
  return median(Array.from({ length: RUNS }, once));
}

try {
  time(process.execPath, [cli, 'bench', '--language', 'c', '--yes', '--no-build'], folder);
  const embedded = [cli, '.', '--no-write', '--engine', 'embedded', '--no-run', '--yes'];
  const rows = [
    [
      'podman build, one line changed',
      rebuilds('podman', ['build', '--platform=wasi/wasm', '-t', 'localhost/bench', '.']),
    ],
    ['embedded, one line changed', rebuilds(process.execPath, embedded)],
  ];
  const [[, rival], [, ours]] = rows;
  for (const [what, seconds] of rows) console.log(`${what.padEnd(36)} ${seconds.toFixed(2)} s`);
  console.log(`${'ratio'.padEnd(36)} ${(ours / rival).toFixed(2)}   (goal: at most 0.3)`);
} finally {
  spawnSync('podman', ['rmi', '--force', '--ignore', 'localhost/bench'], { env });
  rmSync(folder, { recursive: true, force: true });
  podman.stop();
}
