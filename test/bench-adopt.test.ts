import { expect, it } from 'vitest';
// @ts-expect-error: plain JavaScript, which only `npm run adopt` uses
import { pageOf, rowsOf } from '../bench/adopt/table.mjs';

const row = (name: string, more = {}) => ({
  ...{ name, version: '1.0', language: 'rust', recognised: 'Rust: package a | b', flags: '', cause: '', seconds: 3 },
  ...{ buildable: true, built: 'first try', ran: true, rightCause: false, runWith: '1234abcd', ...more },
});
const listed = (name: string, more = {}) => ({ name, version: '1.0', language: 'rust', buildable: true, ...more });

it('a page of results is read again as it was written', () => {
  const rows = [
    row('one'),
    row('two', { buildable: false, built: 'no', ran: false, rightCause: true, cause: 'a | b' }),
  ];
  const projects = [listed('one'), listed('two', { buildable: false, cause: 'nothing of that' })];
  const page = pageOf(rows, projects);
  expect(pageOf(rowsOf(page, projects), projects)).toBe(page);
});

it('the page says of which commits its rows are, and which projects were not run', () => {
  expect(pageOf([row('one'), row('two')])).toContain('- All rows are of one commit, 1234abcd.\n');
  const page = pageOf(
    [row('one'), row('two', { runWith: '9876fedc+' })],
    [listed('one'), listed('two'), listed('three')],
  );
  expect(page).toContain('- The rows are of 2 commits: 1 of 1234abcd, 1 of 9876fedc+.');
  expect(page).toContain('- Not run: three.\n');
  expect(page).toMatch(/^\| two \|.*\| 9876fedc\+ \|/m);
});

it('an earlier row counts for what the list says now, and not at all for another version', () => {
  const page = pageOf([
    row('one', { built: 'no', ran: false, cause: 'The crate ctrlc does not support WASI.' }),
    row('two'),
  ]);
  const now = [listed('one', { buildable: false, cause: 'ctrlc' }), listed('two', { version: '2.0' })];
  const rows = rowsOf(page, now);
  expect(rows).toMatchObject([{ name: 'one', buildable: false, rightCause: true }]);
  expect(pageOf(rows)).toMatch(/^\| one \| 1\.0 \| rust \| no \|.*\| no \| yes \| 3 \|/m);
});
