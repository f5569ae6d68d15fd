// npm run bench: every benchmark, one after the other; the table goes to RESULTS.md beside this file.
// npm run bench -- build run: these alone; the rest of the table stays as it was taken before.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { cells, print, RUNS, versions, withBench } from './support.mjs';

/** In the order of the table. Each is a file here that exports `title`, `rival` and `rows(bench)`. */
const names = ['start', 'engines', 'build', 'run', 'serve', 'overhead', 'dev', 'check', 'fleet'];

const file = (name) => new URL(`./${name}.mjs`, import.meta.url);
const results = fileURLToPath(new URL('./RESULTS.md', import.meta.url));

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`error: no benchmark ${unknown.join(', ')}\n  fix: npm run bench -- ${names.join(' ')}`);
  process.exit(1);
}

/** A section of RESULTS.md, unchanged, from its heading to the next. */
function sectionBefore(title) {
  if (!existsSync(results)) return undefined;
  const sections = readFileSync(results, 'utf8').split(/^(?=## )/m);
  return sections.find((section) => section.startsWith(`## ${title}\n`))?.trimEnd();
}

function sectionOf({ title, rival }, rows, taken) {
  const line = (...columns) => `| ${columns.join(' | ')} |`;
  const table = rows.map(cells).map((c) => line(c.what, c.ours, c.rival, c.ratio, c.goal, c.met));
  return [
    `## ${title}`,
    '',
    `${rival} ${taken}`,
    '',
    line('what', 'ours', 'rival', 'ratio', 'goal', 'met'),
    line('---', '---:', '---:', '---:', '---', '---'),
    ...table,
  ].join('\n');
}

await withBench(async (bench) => {
  const dated = new Date().toISOString().slice(0, 10);
  const with_ = Object.entries(versions(bench)).map(([name, version]) => `${name} ${version}`);
  const taken = `Taken ${dated}, median of at least ${RUNS}, with ${with_.join(', ')}.`;
  const sections = [];
  for (const name of names) {
    const benchmark = await import(file(name).href);
    if (asked.length > 0 && !asked.includes(name)) {
      sections.push(sectionBefore(benchmark.title));
      continue;
    }
    console.error(`bench: ${name} ...`);
    const rows = await benchmark.rows(bench);
    bench.close();
    print(benchmark.title, rows);
    sections.push(sectionOf(benchmark, rows, taken));
  }
  const head = [
    '# Results of `npm run bench`',
    '',
    'Whole processes, the sides in turn, each once before that does not count. `ratio` is ours to the rival, unless it says otherwise.',
    'What the figures mean, and why a goal is not met where it is not: [docs/explanation/performance.md](../docs/explanation/performance.md).',
  ].join('\n');
  writeFileSync(results, `${[head, ...sections.filter(Boolean)].join('\n\n')}\n`);
});
