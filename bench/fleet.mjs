// update --check over a thousand repositories, against git status in each of them.
import { execFileSync } from 'node:child_process';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { medians, runAlone } from './support.mjs';

export const title = 'update --check over a thousand repositories';
export const rival =
  'The rival is `git status --porcelain` in each of the thousand, one after the other: the least that any check of a repository does, and it renders nothing. Ours is one run with a thousand directories that reads every file and renders every project again. The repositories are copies of four projects in Rust, C, TinyGo and Go.';

const REPOSITORIES = 1000;

function generate(bench) {
  const languages = ['rust', 'c', 'tinygo', 'go'];
  for (const language of languages) {
    bench.cli([`of-${language}`, '--language', language, '--yes', '--no-build']);
    execFileSync('git', ['init', '--quiet', join(bench.folder, `of-${language}`)]);
  }
  return Array.from({ length: REPOSITORIES }, (_, index) => {
    const name = `repository-${index}`;
    cpSync(join(bench.folder, `of-${languages[index % languages.length]}`), join(bench.folder, name), {
      recursive: true,
    });
    return name;
  });
}

/** Starts git in each repository, as a script over them would, and counts the seconds. */
function statusOf(bench, names) {
  const before = process.hrtime.bigint();
  for (const name of names)
    execFileSync('git', ['status', '--porcelain'], { cwd: join(bench.folder, name), stdio: 'ignore' });
  return Number(process.hrtime.bigint() - before) / 1e9;
}

/** The most memory that the run had, in MiB. */
function peakOf(bench, names) {
  const [note, peak] = [join(bench.folder, 'note-fleet.mjs'), join(bench.folder, 'peak-of-fleet')];
  writeFileSync(
    note,
    `import { writeFileSync } from 'node:fs';
process.on('exit', () => writeFileSync(process.env.PEAK, String(process.resourceUsage().maxRSS)));`,
  );
  bench.cli(['update', ...names, '--check'], {
    env: { NODE_OPTIONS: `--import=${pathToFileURL(note)}`, PEAK: peak },
  });
  return Number(execFileSync('cat', [peak], { encoding: 'utf8' })) / 1024;
}

export async function rows(bench) {
  const names = generate(bench);
  const seconds = medians({
    ours: () => bench.cli(['update', ...names, '--check']).seconds,
    rival: () => statusOf(bench, names),
  });
  return [
    { what: 'seconds', ...seconds, unit: 's', goal: { most: 5 } },
    { what: 'peak memory', ours: peakOf(bench, names), unit: 'MiB', goal: { most: 200 } },
  ];
}

await runAlone(import.meta, { title, rows });
