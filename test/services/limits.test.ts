import { expect, it } from 'vitest';
import { compilers } from '../../generators/core/languages/languages.js';
import { render } from '../support/projects.js';

const services = compilers.filter(({ id }) => id !== 'tinygo').map(({ id }) => id);

it.each(services)('the README of a service in %s has the limit of connections that its sources have', async (id) => {
  const { files } = await render(id, 'demo', undefined, { template: 'http' });
  const limits = [...files]
    .filter(([path]) => path !== 'README.md')
    .flatMap(([, text]) =>
      [...String(text).matchAll(/connections_?max\b[^=\n]*= (\d+)/gi)].map(([, number]) => number),
    );
  expect(limits).toHaveLength(1);
  const [, said] = /up to ([\d,]+) connections/.exec(String(files.get('README.md'))) ?? [];
  expect(said?.replace(',', '')).toBe(limits[0]);
});
