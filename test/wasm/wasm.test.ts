import { WASI } from 'node:wasi';
import { describe, expect, it } from 'vitest';
import { importsOutsidePreview1, readWasm, type WasmModule } from '../../generators/core/wasm/wasm.js';
import { componentBytes, moduleBytes } from '../support/wasm-bytes.js';

const read = async (imports: [string, string][]) => (await readWasm(moduleBytes({ imports }))) as WasmModule;

describe('readWasm', () => {
  it('lists imports and exported functions of a module', async () => {
    const bytes = moduleBytes({ imports: [['wasi_snapshot_preview1', 'fd_write']], exports: ['_start', 'run'] });
    expect(await readWasm(bytes)).toMatchObject({
      kind: 'module',
      bytes: bytes.length,
      imports: [{ namespace: 'wasi_snapshot_preview1', name: 'fd_write', kind: 'function', type: '>' }],
      functions: ['_start', 'run'],
    });
  });

  it('tells a component from a module by bytes 4 to 7', async () => {
    expect(await readWasm(componentBytes)).toMatchObject({ kind: 'component', why: expect.stringContaining('wasip1') });
  });

  it.each([
    ['an ELF file', Buffer.from('\x7fELF\x02\x01\x01'), 'not-wasm'],
    ['nothing', Buffer.alloc(0), 'not-wasm'],
    ['half a module', moduleBytes().subarray(0, 20), 'invalid'],
    ['a module with a broken section', Buffer.concat([moduleBytes(), Buffer.from([1, 99])]), 'invalid'],
  ])('says what %s is', async (_, bytes, kind) => {
    expect(await readWasm(bytes)).toMatchObject({ kind, why: expect.stringMatching(/.+/) });
  });
});

describe('importsOutsidePreview1', () => {
  it('knows exactly the functions of preview 1 that Node implements', async () => {
    const wasi = new WASI({ version: 'preview1' });
    const names = Object.keys(wasi.wasiImport);
    expect(names.length).toBeGreaterThan(40);
    const module = await read(names.map((name) => ['wasi_snapshot_preview1', name]));
    expect(importsOutsidePreview1(module)).toEqual([]);
  });

  it('names what a preview 1 runtime does not provide', async () => {
    const module = await read([
      ['wasi_snapshot_preview1', 'sock_open'],
      ['gojs', 'runtime.ticks'],
      ['wasi_unstable', 'fd_write'],
    ]);
    expect(importsOutsidePreview1(module)).toEqual([
      'wasi_snapshot_preview1.sock_open',
      'gojs.runtime.ticks',
      'wasi_unstable.fd_write',
    ]);
  });
});
