// The tool's own work around Podman: our command line against podman build and podman run typed by hand.
import { join } from 'node:path';
import { medians, runAlone } from './support.mjs';

export const title = 'The tool around Podman';
export const rival =
  'The rival is `podman build --platform=wasi/wasm -t hello . && podman run --rm --platform wasi/wasm hello` by a shell; ours is `create-wasm-oci . --no-write --yes`, which also asks for the version, reads the image back, checks it and compares what it prints.';

export async function rows(bench) {
  const table = [];
  bench.cli(['hello', '--language', 'c', '--image', 'localhost/hello', '--yes', '--no-build']);
  const project = join(bench.folder, 'hello');
  bench.buildImage('localhost/hello', project);
  const byHand =
    'podman build --platform=wasi/wasm -t localhost/hello . && podman run --rm --platform wasi/wasm localhost/hello';
  const sides = {
    rival: () => bench.time('sh', ['-c', byHand], { cwd: project }),
    ours: () => bench.cli(['.', '--no-write', '--yes', '--engine', 'podman'], { cwd: project }).seconds,
  };
  table.push({ what: 'nothing changed', ...medians(sides), unit: 's', goal: { ratio: 1.15 } });
  const changed = (side) => () => {
    bench.change(join(project, 'src/main.c'));
    return side();
  };
  const afterChange = medians({ rival: changed(sides.rival), ours: changed(sides.ours) });
  table.push({ what: 'after a one-line change', ...afterChange, unit: 's', goal: { ratio: 1.15 } });
  const start = medians({
    rival: () => bench.time(process.execPath, ['-e', '0']),
    ours: () => bench.cli(['.', '--no-write', '--yes', '--dry-run'], { cwd: project }).seconds,
  });
  table.push({ what: 'of that, our start: a dry run, against `node -e 0`', ...start, unit: 's' });
  return table;
}

await runAlone(import.meta, { title, rows });
