// What came of the trials: a line each, the table in ADOPTION.md, and the two shares that are the goal.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const file = fileURLToPath(new URL('../ADOPTION.md', import.meta.url));

/** Whether a project ended as the list says: built and run, or refused with the cause that is known by hand. */
export function asExpected({ buildable, built, ran, rightCause }) {
  return buildable ? built !== 'no' && ran : built === 'no' && rightCause;
}

/** A row for a terminal. */
export function line(row) {
  const { name, version, built, flags, ran, cause, seconds } = row;
  const how = built === 'no' ? 'not built' : `built at the ${built}, ${ran ? 'ran' : 'did not run'}`;
  return `${asExpected(row) ? 'ok ' : 'BAD'} ${name} ${version}: ${how}${flags ? ` (${flags})` : ''}, ${seconds} s${cause ? `: ${cause}` : ''}`;
}

/** The figures of the goal, as sentences. */
export function summary(rows) {
  const buildable = rows.filter((row) => row.buildable);
  const built = buildable.filter((row) => row.built !== 'no' && row.ran);
  const first = built.filter((row) => row.built === 'first try');
  const share = (part, all) =>
    `${part.length} of ${all.length} (${Math.round((100 * part.length) / Math.max(1, all.length))} %)`;
  const others = rows.filter((row) => !row.buildable);
  return [
    `Can be built by hand, and are built and run with at most what one message names: ${share(built, buildable)}. Goal: 95 %.`,
    `The same with --yes only: ${share(first, buildable)}. Goal: 67 %.`,
    `Cannot be built by hand, and the message names the cause: ${share(others.filter(asExpected), others)}.`,
  ];
}

/** Of which runs the rows are. */
function runs(rows) {
  const counts = new Map();
  for (const { runWith } of rows) counts.set(runWith, (counts.get(runWith) ?? 0) + 1);
  if (counts.size === 1) return `All rows are of one commit, ${rows[0].runWith}.`;
  const each = [...counts].map(([commit, count]) => `${count} of ${commit}`);
  return `The rows are of ${counts.size} commits: ${each.join(', ')}. A row says what was so at its commit.`;
}

const COLUMNS = [
  'project',
  'version',
  'language',
  'by hand',
  'recognised',
  'built',
  'flags',
  'ran',
  'as expected',
  'seconds',
  'run with',
  'cause',
];

/** The page of some rows. @param projects the list: those of it without a row are named as not run */
export function pageOf(rows, projects = []) {
  const cell = (text) => String(text).replaceAll('|', '\\|').replaceAll('\n', ' ');
  const row = (cells) => `| ${cells.map(cell).join(' | ')} |`;
  const missing = projects.filter(({ name }) => !rows.some((one) => one.name === name)).map(({ name }) => name);
  const text = [
    '# Results of `npm run adopt`',
    '',
    'Public projects, unchanged, from their registries, given to `create-wasm-oci containerfile DIRECTORY --yes`; where that',
    'failed, once more with the flags that the message named. "By hand" is whether the project can be built for WASI without',
    'a change of its sources. The list, with the reasons, is [adopt/list.json](adopt/list.json). Seconds are those of a machine',
    'with two cores, which may have had other work. "Run with" is the commit of the tool, with a `+` where its sources were changed.',
    '',
    ...[...summary(rows), runs(rows)].map((sentence) => `- ${sentence}`),
    ...(missing.length > 0 ? [`- Not run: ${missing.join(', ')}.`] : []),
    '',
    row(COLUMNS),
    row(COLUMNS.map((name) => (name === 'seconds' ? '---:' : '---'))),
    ...rows.map((one) =>
      row([
        one.name,
        one.version,
        one.language,
        one.buildable ? 'yes' : 'no',
        one.recognised,
        one.built,
        one.flags,
        one.ran ? 'yes' : 'no',
        asExpected(one) ? 'yes' : 'no',
        one.seconds,
        one.runWith,
        one.cause,
      ]),
    ),
  ].join('\n');
  return `${text}\n`;
}

/**
 * The rows of an earlier page that still say something: those of the list's versions. What the list expects today counts,
 * not what it expected then.
 */
export function rowsOf(page, projects) {
  const rows = page
    .split('\n')
    .filter((one) => one.startsWith('| '))
    .map((raw) =>
      raw
        .slice(2, -2)
        .split(/ \| /)
        .map((cell) => cell.trim().replaceAll('\\|', '|')),
    )
    .filter((cells) => cells.length === COLUMNS.length && cells[0] !== 'project' && !cells[0].startsWith('---'));
  return rows.flatMap(
    ([name, version, language, byHand, recognised, built, flags, ran, expected, seconds, runWith, cause]) => {
      const project = projects.find((one) => one.name === name && one.version === version);
      if (!project) return [];
      const asThen = project.buildable === (byHand === 'yes') && expected === 'yes';
      return [
        {
          ...{ name, version, language, recognised, built, flags, runWith, cause },
          buildable: project.buildable,
          ran: ran === 'yes',
          rightCause: asThen || new RegExp(project.cause ?? '', 'i').test(cause),
          seconds: Number(seconds),
        },
      ];
    },
  );
}

/** Writes ADOPTION.md: these rows, and of the projects that this run did not try, the earlier ones. @returns all of them */
export function writeTable(rows, projects) {
  const before = rowsOf(existsSync(file) ? readFileSync(file, 'utf8') : '', projects);
  const all = projects.flatMap(({ name }) => [...rows, ...before].find((row) => row.name === name) ?? []);
  writeFileSync(file, pageOf(all, projects));
  return all;
}
