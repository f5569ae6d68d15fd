// The licences of what is bundled: their terms ask that they go along with the code.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The text of THIRD-PARTY-LICENSES.
 * @param {string[]} files the bundled files' paths
 * @returns {string} every package by name, with its version, its licence and the text of it; equal texts stand once
 */
export function thirdParty(files) {
  const packages = new Map();
  for (const file of files) {
    const folder = packageOf(file);
    if (folder) packages.set(folder, JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
  }
  const byText = new Map();
  const sorted = [...packages].sort(([, a], [, b]) => a.name.localeCompare(b.name));
  for (const [folder, { name, version, license }] of sorted) {
    const text = licenceText(folder) ?? (license && `(the package holds no text of its licence, ${license})`);
    if (!text) throw new Error(`${name} names no licence`);
    byText.set(text, [
      ...(byText.get(text) ?? []),
      [name, version, license && `(${license})`].filter(Boolean).join(' '),
    ]);
  }
  const parts = [...byText].map(([text, names]) => `${names.join('\n')}\n\n${text}\n`);
  return `create-wasm-oci holds code of these packages.\n\n${parts.join(`\n${'-'.repeat(80)}\n\n`)}`;
}

/** The folder of the package that a file belongs to; undefined for a file of ours. */
function packageOf(file) {
  if (!file.includes('node_modules')) return undefined;
  let folder = dirname(file);
  // A package.json without a name only says which kind of modules a folder holds.
  while (!(existsSync(join(folder, 'package.json')) && nameIn(folder))) folder = dirname(folder);
  return folder;
}

function nameIn(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).name;
}

function licenceText(folder) {
  const find = (pattern) => readdirSync(folder).find((name) => pattern.test(name));
  const read = (file) => readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim();
  const file = find(/^(licen[cs]e|copying)(\.(md|txt|mit))?$/i);
  if (file) return read(file);
  // Some have it in their README alone.
  const readme = find(/^readme\.md$/i);
  return readme && /^#+ licen[cs]e\s+([\s\S]+)/im.exec(read(readme))?.[1];
}
