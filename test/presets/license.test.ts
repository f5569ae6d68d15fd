import { expect, it } from 'vitest';
import { checkLicense, licenseFor, otherLicense } from '../../generators/core/presets/license.js';
import { LEAST, presetOf } from '../support/presets.js';

const licensed = (spdx: string) => presetOf({ 'wasm-oci.toml': `${LEAST}[license]\nspdx = "${spdx}"\n` });
const manifest = (expression: string) => ({ expression, place: 'Cargo.toml:3' });

it.each([
  ['MIT OR Apache-2.0', 'Apache-2.0 OR MIT'],
  ['MIT OR Apache-2.0', '(MIT OR Apache-2.0)'],
  ['MIT AND (BSD-3-Clause OR ISC)', '(ISC OR BSD-3-Clause) AND MIT'],
  ['MIT OR ISC OR 0BSD', '0BSD OR (MIT OR ISC)'],
  ['GPL-2.0-only WITH Classpath-exception-2.0', ' GPL-2.0-only WITH Classpath-exception-2.0 '],
  ['MIT', 'MIT\r\n'],
])(
  '%s and %j are one licence, written as the manifest has it, without spaces and line breaks around it',
  async (ours, theirs) => {
    const preset = await licensed(ours);
    expect(() => checkLicense(preset, manifest(theirs))).not.toThrow();
    expect(licenseFor(preset, manifest(theirs))).toBe(theirs.trim());
  },
);

it.each([
  ['MIT', 'MIT OR Apache-2.0'],
  ['MIT AND ISC', 'MIT OR ISC'],
  ['GPL-2.0-only', 'GPL-2.0-or-later'],
  ['GPL-2.0-only', 'GPL-2.0-only WITH Classpath-exception-2.0'],
  ['MIT', ''],
])('%s and %s are two', async (ours, theirs) => {
  const preset = await licensed(ours);
  expect(() => checkLicense(preset, manifest(theirs))).toThrow(
    expect.objectContaining({
      exitCode: 1,
      message: `Cargo.toml:3: the licence is "${theirs}", and the preset acme (acme/wasm-oci.toml:4, license.spdx) has "${ours}".`,
    }),
  );
  expect(otherLicense(preset, manifest(theirs))).toMatchObject({ found: theirs, locked: ours });
});

it.each(['MIT"\nRUN id', 'MIT/Apache-2.0', 'MIT OR\nISC', ''])(
  '%j is no expression, and on no label',
  async (theirs) => {
    expect(licenseFor(await licensed('MIT'), manifest(theirs))).toBeUndefined();
  },
);

it('a preset without a licence says nothing', async () => {
  expect(licenseFor(await presetOf({ 'wasm-oci.toml': LEAST }), manifest('MIT'))).toBeUndefined();
  expect(licenseFor(undefined, manifest('MIT'))).toBeUndefined();
});
