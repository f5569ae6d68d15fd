import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync, Visitor } from 'rolldown/utils';
import { expect, it } from 'vitest';

const generators = join(import.meta.dirname, '../generators');

/** The places of a source file that make a Failure and say nothing of a fix. */
function withoutFix(path: string): string[] {
  const source = readFileSync(join(generators, path), 'utf8');
  const found: string[] = [];
  const visitor = new Visitor({
    NewExpression({ callee, arguments: [, details], start }) {
      if (callee.type !== 'Identifier' || callee.name !== 'Failure' || details?.type !== 'ObjectExpression') return;
      const keys = details.properties.map((each) =>
        each.type === 'SpreadElement' ? 'fix' : each.key.type === 'Identifier' ? each.key.name : '',
      );
      if (!keys.includes('fix')) found.push(`${path}:${source.slice(0, start).split('\n').length}`);
    },
  });
  visitor.visit(parseSync(path, source).program);
  return found;
}

it('every Failure says what to do about it', () => {
  const sources = readdirSync(generators, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
  const without = sources.flatMap(withoutFix).filter((place) => !place.startsWith('core/failure.ts:'));
  expect(without).toEqual([]);
});
