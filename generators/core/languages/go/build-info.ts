import { Buffer } from 'node:buffer';
import type { Inventory, ModulePackage } from '../../sbom/inventory.js';
import type { PackageSource } from '../language.js';
import type { GoPlan } from './plan.js';

/** What the go command puts around the list of modules. Source: Go, cmd/go/internal/modload/build.go, infoStart and infoEnd. */
const INFO_START = Buffer.from('3077af0c9274080241e1c107e6d618e6', 'hex');
const INFO_END = Buffer.from('f932433186182072008242104116d8f2', 'hex');

/**
 * The Go modules in a WebAssembly module, as Go's linker noted them down: those that its packages come from, and no
 * others of go.mod. `go version -m` reads no WebAssembly. Undefined for a module that Go did not make.
 */
export function goBuildInfo(wasm: Uint8Array): Inventory | undefined {
  const bytes = Buffer.from(wasm.buffer, wasm.byteOffset, wasm.byteLength);
  const start = bytes.indexOf(INFO_START);
  const end = start === -1 ? -1 : bytes.indexOf(INFO_END, start);
  if (end === -1) return undefined;
  const packages: ModulePackage[] = [];
  for (const line of bytes.toString('utf8', start + INFO_START.length, end).split('\n')) {
    const [kind, name, version, sum] = line.split('\t');
    if ((kind !== 'dep' && kind !== '=>') || !name) continue;
    // What replaces the module of the line above.
    if (kind === '=>') packages.pop();
    packages.push(goModule(name, version || undefined, sum || undefined));
  }
  return { packages, uses: packages.map(({ id }) => id) };
}

/** A Go module. A path in place of a name is a folder of the project. */
export function goModule(name: string, version: string | undefined, sum?: string): ModulePackage {
  const isLocal = /^\.{0,2}\//.test(name) || version === undefined || version === '(devel)';
  // A sum of the checksum database: the SHA-256 of its list of files, which other tools show as the hash, too.
  const sha256 = sum?.startsWith('h1:') ? Buffer.from(sum.slice(3), 'base64').toString('hex') : undefined;
  return {
    id: version === undefined ? name : `${name}@${version}`,
    type: 'golang',
    name,
    ...(version !== undefined && { version }),
    origin: isLocal ? 'local' : 'registry',
    ...(sha256 !== undefined && { sha256 }),
    uses: [],
  };
}

/** The Go modules that Go's linker notes down, and Go's own library. */
export const goPackageSource: PackageSource<GoPlan> = {
  inModule: goBuildInfo,
  standard: { producer: /^Go cmd\/compile$/, type: 'golang', name: 'std' },
};
