// The embedded engine against its rival `podman build`: the same C sources, one line changed before each build.
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { medians, runAlone } from './support.mjs';

export const title = 'No container engine';
export const rival =
  'The rival is `podman build --platform=wasi/wasm`, warm, on the same C sources; ours is `create-wasm-oci . --no-write --no-run --engine embedded` with its compiler in the cache, where nothing but Node is installed.';

/** What every Node process of a run does at its end: it notes the most memory it had. */
const NOTE_PEAK = `
  import { appendFileSync } from 'node:fs';
  process.on('exit', () => appendFileSync(process.env.PEAKS, process.resourceUsage().maxRSS + '\\n'));
`;

export async function rows(bench) {
  bench.cli(['bench', '--language', 'c', '--yes', '--no-build']);
  const project = join(bench.folder, 'bench');
  let changes = 0;
  const changed = (side) => () => {
    appendFileSync(join(project, 'src/main.c'), `// change ${changes++}\n`);
    return side();
  };
  // A clang of the machine's own would be taken first.
  const env = { WASI_SDK_PATH: '' };
  const build = ['.', '--no-write', '--no-run', '--engine', 'embedded', '--yes'];
  const seconds = medians({
    rival: changed(() => bench.buildImage('localhost/bench-engines', project)),
    ours: changed(() => bench.cli(build, { cwd: project, env }).seconds),
  });

  const [note, peaks] = [join(bench.folder, 'note-peak.mjs'), join(bench.folder, 'peaks')];
  writeFileSync(note, NOTE_PEAK);
  bench.cli(build, { cwd: project, env: { ...env, NODE_OPTIONS: `--import=${pathToFileURL(note)}`, PEAKS: peaks } });
  const megabytes = readFileSync(peaks, 'utf8')
    .trim()
    .split('\n')
    .map((kilobytes) => Number(kilobytes) / 1024);

  return [
    { what: 'C, one line changed, clang from npm', ...seconds, unit: 's', goal: { ratio: 0.3 } },
    { what: 'peak memory of the largest process', ours: Math.max(...megabytes), unit: 'MiB', goal: { most: 400 } },
  ];
}

await runAlone(import.meta, { title, rows });
