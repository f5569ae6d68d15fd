import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { exitCodeOf } from '../../generators/core/terminal/fatal.js';

afterEach(() => vi.restoreAllMocks());

it('a folder for temporary files that does not exist is no defect of this program, and is named', async () => {
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const error: unknown = await mkdtemp(join('/nothing-here', 'create-wasm-oci-')).catch((reason) => reason);
  expect(exitCodeOf(error)).toBe(1);
  const said = write.mock.calls.map(([text]) => text).join('');
  expect(said).toContain('No folder can be made in /nothing-here: there is no such folder.');
  expect(said).toContain('TMPDIR');
});
