import { expect, it } from 'vitest';
import { type Mutant, report } from '../../scripts/mutate/report.mjs';

const TEXT = 'if (a) {\n  b();\n}\nc(1);\n';
const source = (fileName: string) => ({ path: fileName.slice('/repository/'.length), text: TEXT });

function mutant(line: number, columns: [number, number], status: string, to: Partial<Mutant['location']> = {}): Mutant {
  const [start, end] = columns;
  const location = { start: { line, column: start }, end: { line, column: end }, ...to };
  return { fileName: '/repository/a.ts', location, replacement: '{}', status };
}

it('the report of a mutation run lists what no test noticed, in the order of the file, and the score', () => {
  const mutants = [
    mutant(4, [1, 5], 'Survived'),
    mutant(1, [8, 0], 'NoCoverage', { end: { line: 3, column: 2 } }),
    mutant(1, [5, 6], 'Killed'),
    mutant(2, [3, 6], 'Timeout'),
    mutant(2, [3, 6], 'Ignored'),
    mutant(2, [3, 6], 'RuntimeError'),
  ];
  expect(report(mutants, source).split('\n')).toEqual([
    'a.ts:1  { b(); }  =>  {}  (no test runs this)',
    'a.ts:4  c(1)  =>  {}',
    '',
    ' 50.0 %        2/4  a.ts',
    ' 50.0 %        2/4  all',
    '',
  ]);
});
