// The licences of what is bundled: their terms ask that they go along with the code.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { manifestIn, packageOf } from './package-of.mjs';

/** A line that names who holds the rights: it is the package's own, while the terms around it are those of many. */
const NOTICE = /^[\s*#]*(?:copyright (?:\(c\)|©|\d)|\(c\) \d|© ?\d|all rights reserved).*$/gim;

/** A line that only names the licence, which the list of packages does. */
const TITLE = /^[\s#]*\(?(?:the )?(?:MIT|ISC|BSD)(?: licen[cs]e)?(?: \((?:MIT|ISC)\))?\)?[\s:]*$/gim;

/** What follows the terms of the Apache License: how to apply it to other work. */
const APPENDIX = /^\s*END OF TERMS AND CONDITIONS\s*$[\s\S]*/m;

/**
 * The text of THIRD-PARTY-LICENSES.
 * @param {string[]} files the bundled files' paths
 * @param {string} own the text of this package's LICENSE
 * @returns {string} every package with its version, its licence and its copyright, and the terms; equal terms once
 */
export function thirdParty(files, own) {
  const packages = new Map();
  for (const folder of new Set(files.map(packageOf).filter(Boolean))) {
    const { name, version, license } = manifestIn(folder);
    packages.set(`${name} ${version}`, { folder, license });
  }
  const byTerms = new Map();
  for (const [id, { folder, license }] of [...packages].sort(([a], [b]) => a.localeCompare(b))) {
    const text = licenceText(folder) ?? (license && `(the package holds no text of its licence, ${license})`);
    if (!text) throw new Error(`${id} names no licence`);
    const { terms, notices } = parts(text);
    const key = spaced(terms);
    if (!byTerms.has(key)) byTerms.set(key, { terms, holders: [] });
    byTerms.get(key).holders.push([license ? `${id} (${license})` : id, ...notices].join('\n    '));
  }
  const ours = spaced(parts(own).terms);
  const sections = [...byTerms].map(([key, { terms, holders }]) => {
    return `${holders.join('\n')}\n\n${key === ours ? 'The terms are those of the file LICENSE beside package.json.' : terms}\n`;
  });
  return `create-wasm-oci holds code of these packages.\n\n${sections.join(`\n${'-'.repeat(80)}\n\n`)}`;
}

/** A licence's terms, and the lines of it that are the package's own. */
function parts(text) {
  const terms = text.replace(APPENDIX, '').replace(NOTICE, '').replace(TITLE, '').trim();
  const notices = (text.match(NOTICE) ?? []).map((line) => line.trim());
  // The example in the Apache License's appendix, where nobody filled it in.
  return { terms, notices: notices.filter((line) => !/[[{]yyyy[\]}]/.test(line)) };
}

/** A text without its line ends, for comparison. */
function spaced(text) {
  return text.replace(/\s+/g, ' ');
}

function licenceText(folder) {
  const find = (pattern) => readdirSync(folder).find((name) => pattern.test(name));
  const read = (file) => readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim();
  const file = find(/^(licen[cs]e|copying)(\.(md|txt|mit))?$/i);
  if (file) return read(file);
  // Some have it only in their README.
  const readme = find(/^readme\.md$/i);
  return readme && /^#+ licen[cs]e\s+([\s\S]+)/im.exec(read(readme))?.[1];
}
