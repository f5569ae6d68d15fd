// The badges of the README: facts of package.json, as pictures of the repository, so that reading it asks no other host.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeBadge } from 'badge-maker';
import { root } from '../set-up.mjs';

/**
 * @returns {Record<string, string>} pictures by their path in the repository
 */
export function badges() {
  const { license, engines, dependencies = {} } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const facts = [
    ['licence', license],
    ['node', engines.node],
    ['dependencies', `${Object.keys(dependencies).length}`],
    ['platform', 'wasi/wasm'],
  ];
  return Object.fromEntries(
    facts.map(([label, message]) => [`docs/pictures/${label}.svg`, makeBadge({ label, message, color: 'blue' })]),
  );
}
