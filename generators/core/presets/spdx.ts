import parse from 'spdx-expression-parse';
import { InvalidValue, shown } from '../options/invalid.js';
import { nearest } from './nearest.js';

/** Licences that a misspelt one is probably meant to be. Every other one of the SPDX list is taken as well. */
const COMMON = (
  'Apache-2.0 MIT BSD-2-Clause BSD-3-Clause ISC 0BSD MPL-2.0 EPL-2.0 EUPL-1.2 CC0-1.0 Unlicense ' +
  'GPL-2.0-only GPL-2.0-or-later GPL-3.0-only GPL-3.0-or-later LGPL-3.0-only LGPL-3.0-or-later AGPL-3.0-only AGPL-3.0-or-later'
).split(' ');

/**
 * Checks a licence: an SPDX expression (https://spdx.org/licenses), as OCI labels and Cargo take it.
 *
 * @throws InvalidValue, with the nearest licence where one is near
 */
export function licenseExpression(text: string): string {
  try {
    parse(text);
    return text;
  } catch {
    const near = nearest(text, COMMON);
    const instead = near ? ` (did you mean ${shown(near)}?)` : ', for example Apache-2.0 or LicenseRef-Proprietary';
    throw new InvalidValue(`${shown(text)} is not an SPDX licence expression${instead}`);
  }
}
