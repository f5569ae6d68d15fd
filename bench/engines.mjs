// The embedded engine against its rival `podman build`: the same C sources, by clang from npm and by a clang of the machine's own.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../scripts/set-up.mjs';
import { builderOf, medians, runAlone } from './support.mjs';

export const title = 'No container engine';
export const rival =
  "The rival is `podman build --platform=wasi/wasm`, warm, on the same C sources; ours is `create-wasm-oci . --no-write --no-run --engine embedded`: with clang from npm in the cache, where nothing but Node is installed, and with a clang of the machine's own, which is the one in the builder image.";

/** What every Node process of a run does at its end: it notes the most memory it had. */
const NOTE_PEAK = `
  import { appendFileSync } from 'node:fs';
  process.on('exit', () => appendFileSync(process.env.PEAKS, process.resourceUsage().maxRSS + '\\n'));
`;

const build = ['.', '--no-write', '--no-run', '--engine', 'embedded', '--yes'];

/** What builds inside the builder image, by its clang and this Node, and returns the seconds without the container's own. */
function insideBuilder(bench, project) {
  // A copy, for the lab shows its Podman nothing of /usr.
  const node = join(bench.folder, 'node');
  copyFileSync(process.execPath, node);
  const cache = join(bench.folder, 'cache');
  mkdirSync(cache);
  const timed = `
    const started = performance.now();
    const { status, stderr } = require('node:child_process').spawnSync(process.execPath, ${JSON.stringify([bench.script, ...build])});
    if (status !== 0) throw new Error(stderr);
    console.log((performance.now() - started) / 1000);`;
  const mounts = [`${node}:/opt/node:ro`, `${root}:${root}:ro`, `${cache}:/tmp/.cache`, `${project}:${project}`];
  const volumes = mounts.flatMap((mount) => ['-v', mount]);
  const container = ['run', '--rm', '--user', '0', '-e', 'HOME=/tmp', ...volumes, '-w', project, builderOf(project)];
  return () => Number(bench.podman([...container, '/opt/node', '-e', timed]).stdout);
}

export async function rows(bench) {
  bench.cli(['bench', '--language', 'c', '--yes', '--no-build']);
  const project = join(bench.folder, 'bench');
  const changed = (side) => () => {
    bench.change(join(project, 'src/main.c'));
    return side();
  };
  const podman = () => bench.buildImage('localhost/bench-engines', project);
  // A clang of the machine's own would be taken first.
  const env = { WASI_SDK_PATH: '' };
  const fromNpm = () => bench.cli(build, { cwd: project, env }).seconds;
  const same = medians({ rival: podman, ours: fromNpm });
  const { rival, npm, own } = medians({
    rival: changed(podman),
    npm: changed(fromNpm),
    own: changed(insideBuilder(bench, project)),
  });

  const [note, peaks] = [join(bench.folder, 'note-peak.mjs'), join(bench.folder, 'peaks')];
  writeFileSync(note, NOTE_PEAK);
  // A change first: what was compiled before would be taken from the cache.
  changed(() =>
    bench.cli(build, { cwd: project, env: { ...env, NODE_OPTIONS: `--import=${pathToFileURL(note)}`, PEAKS: peaks } }),
  )();
  const megabytes = readFileSync(peaks, 'utf8')
    .trim()
    .split('\n')
    .map((kilobytes) => Number(kilobytes) / 1024);

  return [
    { what: 'C, nothing changed, clang from npm', ...same, unit: 's', goal: { ratio: 0.3 } },
    { what: 'C, one line changed, clang from npm', ours: npm, rival, unit: 's', goal: { ratio: 0.3 } },
    { what: "C, one line changed, a clang of the machine's own", ours: own, rival, unit: 's', goal: { ratio: 0.3 } },
    { what: 'peak memory of the largest process', ours: Math.max(...megabytes), unit: 'MiB', goal: { most: 400 } },
  ];
}

await runAlone(import.meta, { title, rows });
