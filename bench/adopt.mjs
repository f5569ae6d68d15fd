// npm run adopt: public projects, by name and version, given to `containerfile`; the table goes to ADOPTION.md beside this file.
// npm run adopt -- jaq bzip2: these only; the rest of the table stays, each row with the commit that it was run with. --only rust: one language. --gate: the gate's few,
// of which each has to end as the list says. The list says of each what can be built by hand, and why not.
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build, findPodman, installDependencies, root } from '../scripts/set-up.mjs';
import { commitOf } from './adopt/commit.mjs';
import { asExpected, line, summary, writeTable } from './adopt/table.mjs';
import { trial } from './adopt/trial.mjs';

const USAGE = 'npm run adopt -- [NAME...] [--only LANGUAGE] [--gate] [--keep]';

const { values, positionals } = asked();
if (values.help) {
  console.log(`Usage: ${USAGE}`);
  process.exit();
}
const say = (text) => process.stderr.write(`adopt: ${text}\n`);

/** @type {import('./adopt/fetch.mjs').Project[]} */
const list = JSON.parse(readFileSync(join(root, 'bench/adopt/list.json'), 'utf8'));
const unknown = positionals.filter((name) => !list.some((project) => project.name === name));
if (unknown.length > 0) {
  console.error(
    `error: not in the list: ${unknown.join(', ')}\n  fix: bench/adopt/list.json names: ${list.map(({ name }) => name).join(' ')}`,
  );
  process.exit(1);
}
const chosen = list.filter(
  ({ name, language, gate }) =>
    (positionals.length === 0 || positionals.includes(name)) &&
    (values.only === undefined || values.only === language) &&
    (!values.gate || gate === true),
);
if (chosen.length === 0) {
  console.error(
    `error: no project of --only ${values.only}\n  fix: --only ${[...new Set(list.map(({ language }) => language))].join(', --only ')}`,
  );
  process.exit(1);
}

installDependencies();
build();
// It has a package of node_modules, which a fresh clone lacks until here.
const { fetchAll, unpack } = await import('./adopt/fetch.mjs');
const podman = findPodman();
const env = { ...process.env, PATH: podman.path, NO_COLOR: '1' };
const folder = mkdtempSync(join(tmpdir(), 'create-wasm-oci-adopt-'));
const runWith = commitOf(root);
const rows = [];
try {
  fetchAll(chosen, { env, say });
  for (const project of chosen) {
    // The caches of a build are below TMPDIR: each project begins with none, and leaves none.
    const own = join(folder, project.name);
    mkdirSync(join(own, 'tmp'), { recursive: true });
    const directory = unpack(project, own);
    say(`${project.name} ${project.version} ...`);
    const row = { ...trial(project, { directory, env: { ...env, TMPDIR: join(own, 'tmp') }, say }), runWith };
    rows.push(row);
    // After each: an hour of trials is not lost with the last of them.
    if (!values.gate) writeTable(rows, list);
    process.stderr.write(`${line(row)}\n`);
    if (values.keep) say(`kept: ${directory}`);
    else rmSync(own, { recursive: true, force: true });
  }
} finally {
  if (!values.keep) rmSync(folder, { recursive: true, force: true });
  podman.stop();
}

console.log(rows.map(line).join('\n'));
const surprising = rows.filter((row) => !asExpected(row));
if (!values.gate) console.log(summary(writeTable(rows, list)).join('\n'));
for (const { name, cause } of surprising) console.error(`not as the list says: ${name}: ${cause}`);
if (values.gate && surprising.length > 0) process.exit(1);

/** The command line. A word that is none of it is named, and ends the program. */
function asked() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        only: { type: 'string' },
        gate: { type: 'boolean', default: false },
        keep: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    console.error(`error: ${error.message}\n  fix: ${USAGE}`);
    process.exit(1);
  }
}
