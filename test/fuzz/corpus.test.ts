import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Target } from './support/target.js';

/** Every committed input, and those that were findings among them. */
describe.each(readdirSync(join(import.meta.dirname, 'corpus')))(
  '%s reads, or refuses by a documented error,',
  (name) => {
    const folder = join(import.meta.dirname, 'corpus', name);
    const load = async () => ((await import(`./targets/${name}.ts`)) as { default: Target }).default;
    afterAll(async () => (await load()).close?.());

    it.for(readdirSync(folder))('%s', async (file, { skip }) => {
      const target = await load();
      const missing = target.missing?.();
      if (missing) skip(missing);
      const result = await Promise.resolve()
        .then(() => target.run(readFileSync(join(folder, file))))
        .then(
          () => 'read',
          (error: unknown) => (target.expects(error) ? 'refused' : error),
        );
      expect(result).toBeOneOf(['read', 'refused']);
    });
  },
);

it('every target has a corpus', () => {
  const targets = readdirSync(join(import.meta.dirname, 'targets')).map((file) => file.replace('.ts', ''));
  expect(readdirSync(join(import.meta.dirname, 'corpus'))).toEqual(targets);
});
