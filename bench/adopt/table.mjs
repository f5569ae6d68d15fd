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
  'cause',
];

/** Writes ADOPTION.md. */
export function writeTable(rows) {
  const cell = (text) => String(text).replaceAll('|', '\\|').replaceAll('\n', ' ');
  const row = (cells) => `| ${cells.map(cell).join(' | ')} |`;
  const text = [
    '# Results of `npm run adopt`',
    '',
    'Public projects, unchanged, from their registries, given to `create-wasm-oci containerfile DIRECTORY --yes`; where that',
    'failed, once more with the flags that the message named. "By hand" is whether the project can be built for WASI without',
    'a change of its sources. The list, with the reasons, is [adopt/list.json](adopt/list.json).',
    '',
    ...summary(rows).map((sentence) => `- ${sentence}`),
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
        one.cause,
      ]),
    ),
  ].join('\n');
  writeFileSync(file, `${text}\n`);
}

/** The rows that were taken before, by name: those that a run does not repeat stay. */
export function readTable() {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const rows = new Map();
  for (const raw of text.split('\n').filter((one) => one.startsWith('| '))) {
    const cells = raw
      .slice(2, -2)
      .split(/ \| /)
      .map((cell) => cell.trim().replaceAll('\\|', '|'));
    if (cells.length !== COLUMNS.length || cells[0] === 'project' || cells[0].startsWith('---')) continue;
    const [name, version, language, buildable, recognised, built, flags, ran, expected, seconds, cause] = cells;
    rows.set(name, {
      ...{ name, version, language, recognised, built, flags, cause },
      buildable: buildable === 'yes',
      ran: ran === 'yes',
      rightCause: expected === 'yes',
      seconds: Number(seconds),
    });
  }
  return rows;
}
