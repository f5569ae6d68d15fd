// node scripts/advisories.mjs [--required]
// Looks up the known advisories of every locked package, since all of them can end up in the bundle.
// A registry that answers no advisories is named; with --required it fails the run.
import { spawnSync } from 'node:child_process';
import { join, relative } from 'node:path';
import { root } from './set-up.mjs';

/** What goes to users: the bundle's packages, and clang, which the program fetches. */
const FOLDERS = [root, join(root, 'toolchains/clang')];
const required = process.argv.includes('--required');

let found = 0;
let unanswered = 0;
for (const cwd of FOLDERS) {
  const name = relative(root, join(cwd, 'package-lock.json'));
  const shell = process.platform === 'win32';
  const { stdout } = spawnSync('npm', ['audit', '--json', '--package-lock-only'], { cwd, shell, encoding: 'utf8' });
  const answer = parsed(stdout);
  if (answer?.vulnerabilities === undefined) {
    unanswered++;
    console.log(`advisories: ${name}: the registry answers none (${answer?.message ?? 'npm audit gave no JSON'})`);
    continue;
  }
  const packages = Object.values(answer.vulnerabilities);
  found += packages.length;
  for (const one of packages) console.log(`advisories: ${name}: ${one.name} ${one.range}: ${one.severity}`);
  if (packages.length === 0) console.log(`advisories: ${name}: none known`);
}
process.exitCode = found > 0 || (required && unanswered > 0) ? 1 : 0;

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
