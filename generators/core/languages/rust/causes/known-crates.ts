import type { CrateName } from './rustc-errors.js';

/**
 * Crates that rustc refused for wasm32-wasip1, each with the newest version that was tried (`npm run adopt`). Cargo stops at
 * the first that it comes to: with these, one line builds without the others, too.
 */
const LAST_REFUSED: Readonly<Record<string, string>> = {
  ctrlc: '3.4.5',
  'fd-lock': '4.0.4',
  filetime: '0.1.15',
  home: '0.5.12',
  'jemalloc-sys': '0.5.4',
  ring: '0.16.20',
};

/** Whether a crate of this version is known not to compile for WASI. */
export function isRefused({ name, version = '' }: CrateName): boolean {
  const newest = Object.hasOwn(LAST_REFUSED, name) ? LAST_REFUSED[name] : undefined;
  return newest !== undefined && version.split('+')[0]?.localeCompare(newest, 'en', { numeric: true }) !== 1;
}
