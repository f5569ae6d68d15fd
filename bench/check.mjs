// update --check over a team's repositories: all of them in one run, against a run for each.
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { medians, runAlone } from './support.mjs';

export const title = 'update --check over forty repositories';
export const rival =
  'The rival is forty runs, one after the other, each of `create-wasm-oci update DIRECTORY --check`; ours is one run with forty directories. The repositories are generated, in turn Rust, C and TinyGo, every fourth with an edited Containerfile.';

const REPOSITORIES = 40;

/** Generates the repositories. Returns their folders' names. */
function generate(bench) {
  return Array.from({ length: REPOSITORIES }, (_, index) => {
    const name = `repository-${index}`;
    bench.cli([name, '--language', ['rust', 'c', 'tinygo'][index % 3], '--yes', '--no-build']);
    if (index % 4 === 0) appendFileSync(join(bench.folder, name, 'Containerfile'), '# Edited.\n');
    return name;
  });
}

/** The most memory that any process of a run had, in MiB. */
function peak(bench, run) {
  const [note, peaks] = [join(bench.folder, 'note-peak.mjs'), join(bench.folder, 'peaks')];
  writeFileSync(
    note,
    `import { appendFileSync } from 'node:fs';
process.on('exit', () => appendFileSync(process.env.PEAKS, process.resourceUsage().maxRSS + '\\n'));`,
  );
  rmSync(peaks, { force: true });
  run({ env: { NODE_OPTIONS: `--import=${pathToFileURL(note)}`, PEAKS: peaks } });
  const kilobytes = readFileSync(peaks, 'utf8').trim().split('\n').map(Number);
  return Math.max(...kilobytes) / 1024;
}

export async function rows(bench) {
  const names = generate(bench);
  const check = (directories, options) => bench.cli(['update', ...directories, '--check'], options).seconds;
  const seconds = medians({
    ours: () => check(names),
    rival: () => names.reduce((sum, name) => sum + check([name]), 0),
  });
  return [
    { what: 'seconds', ...seconds, unit: 's', goal: { ratio: 0.25 } },
    {
      what: 'peak memory of the largest process',
      ours: peak(bench, (options) => check(names, options)),
      rival: peak(bench, (options) => check(names.slice(0, 1), options)),
      unit: 'MiB',
    },
  ];
}

await runAlone(import.meta, { title, rows });
