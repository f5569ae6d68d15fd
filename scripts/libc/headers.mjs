import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Headers that cannot be included: they refuse WASI, or only send on to another. */
const NOT_INCLUDED =
  /^(?:bits|wasi|scsi|netpacket|c\+\+)\/|^__|^(?:setjmp|threads|tgmath)\.h$|^sys\/(?:errno|fcntl|poll|signal)\.h$/;

const EMULATED = ['SIGNAL', 'MMAN', 'PROCESS_CLOCKS', 'GETPID'];

/** The headers below a folder, by path. */
export function headersBelow(folder, below = '') {
  return readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry) => {
    const path = `${below}${entry.name}`;
    if (entry.isDirectory()) return headersBelow(folder, `${path}/`);
    return path.endsWith('.h') ? [path] : [];
  });
}

/** The functions that headers declare, with the first header that does; conditions in them are not evaluated. */
export function prototypesIn(folder) {
  const found = new Map();
  for (const header of headersBelow(folder).filter((path) => !/^(?:bits|asm|linux|scsi|netpacket)\//.test(path))) {
    const text = readFileSync(join(folder, header), 'utf8').replace(/\/\*[\s\S]*?\*\/|\\\n|^\s*#.*$/gm, ' ');
    const prototype =
      /(?:^|[\s*(])([A-Za-z]\w*)\s*\((?:[^();]|\((?:[^()]|\([^()]*\))*\))*\)\s*\)?\s*(?:\([^()]*\))?\s*;/g;
    for (const [, name] of text.matchAll(prototype)) if (!found.has(name)) found.set(name, header);
  }
  return found;
}

/**
 * What all headers of a sysroot come to, macros included, with every emulation enabled.
 *
 * @param {string} clang the folder of \@yowasp/clang, whose preprocessor runs
 * @param {string} include the folder of the headers
 */
export async function preprocessed(clang, include) {
  const { runClang } = await import(pathToFileURL(join(clang, 'gen/bundle.js')).href);
  const tree = { inc: {} };
  const headers = headersBelow(include);
  for (const path of headers) {
    const names = path.split('/');
    const last = names.pop();
    let place = tree.inc;
    for (const name of names) {
      place[name] ??= {};
      place = place[name];
    }
    place[last] = readFileSync(join(include, path));
  }
  const included = headers.filter((path) => !NOT_INCLUDED.test(path));
  tree['all.c'] = `#define _GNU_SOURCE\n${included.map((path) => `#include <${path}>\n`).join('')}`;
  const defines = EMULATED.map((name) => `-D_WASI_EMULATED_${name}`);
  const args = ['--target=wasm32-wasip1', '-E', '-dD', ...defines, '-nostdlibinc', '-isystem', 'inc'];
  const files = await runClang(['clang', ...args, '-o', 'all.i', 'all.c'], tree, {
    stderr: () => {},
    fetchProgress: () => {},
  });
  return String(files['all.i'] instanceof Uint8Array ? Buffer.from(files['all.i']) : files['all.i']);
}

/** Whether preprocessed headers let a program use a name: declared, or a macro. */
export function offers(text, name) {
  return new RegExp(`^#define ${name}\\b|^(?!#)[^\\n]*\\b${name}\\s*\\(`, 'm').test(text);
}

/** Whether they have it without a library: a macro, or an inline function. */
export function hasInline(text, name) {
  return new RegExp(`^#define ${name}\\b|\\b(?:static|inline)\\b[^;{}]*\\b${name}\\s*\\([^;{}]*\\)\\s*\\{`, 'm').test(
    text,
  );
}

/** The package in the cache of this tool, newest first. */
export function yowaspIn(cache) {
  const name = existsSync(cache)
    ? readdirSync(cache)
        .filter((each) => /^yowasp-clang-[^.]+\.[^/]*$/.test(each) && !each.includes('.part-'))
        .at(-1)
    : undefined;
  return name === undefined ? undefined : join(cache, name);
}
