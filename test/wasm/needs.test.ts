import { describe, expect, it } from 'vitest';
import { needsOf } from '../../generators/core/wasm/needs.js';
import { preview1 } from '../../generators/core/wasm/preview1.js';
import { isPortable, runtimes, verdictsOn } from '../../generators/core/wasm/runtimes.js';
import { readWasm, type WasmModule } from '../../generators/core/wasm/wasm.js';
import { hello, wanting } from '../support/hello-modules.js';
import { componentExporting } from '../support/wasm-bytes.js';

const read = async (bytes: Buffer) => (await readWasm(bytes)) as WasmModule;
const EVERYWHERE = ['bulk-memory', 'nontrapping-fptoint', 'sign-ext', 'reference-types', 'multivalue', 'simd128'];

describe('needsOf', () => {
  it('finds nothing that a plain program needs', async () => {
    const file = await read(hello());
    expect(file).toMatchObject({ used: [], functions: ['_start'] });
    expect(file).not.toHaveProperty('refused');
    expect(needsOf(file)).toEqual([]);
  });

  it.each(wanting)('finds $need', async ({ need, ...shape }) => {
    const file = await read(hello(shape));
    const needs = needsOf(file).map(({ id }) => id);
    if (EVERYWHERE.includes(need)) expect({ used: file.used, needs }).toEqual({ used: [need], needs: [] });
    else expect(needs).toContain(need);
  });

  it('finds them in programs that are valid: none is called invalid by a Node that does not know it', async () => {
    const refused = [];
    const unknown = [];
    for (const { need, ...shape } of wanting) {
      const file = await read(hello(shape));
      if (file.refused !== undefined) refused.push(need);
      if (file.unknownHere) unknown.push(need);
    }
    expect(refused).toEqual([]);
    const never = ['custom-page-sizes', 'wide-arithmetic'];
    const isCurrent = Number(process.versions.node.split('.')[0]) >= 24;
    expect(unknown).toEqual(isCurrent ? never : expect.arrayContaining(never));
  });

  it("finds WasmEdge's own sock_accept, of two parameters, and not the standard one", async () => {
    const accept = (type: string) => read(hello({ imports: [['wasi_snapshot_preview1', 'sock_accept', type]] }));
    expect(needsOf(await accept('ii>i')).map(({ id }) => id)).toEqual(['wasmedge-sockets']);
    expect(needsOf(await accept('iii>i'))).toEqual([]);
  });

  it('takes every function of preview 1 with its own type', async () => {
    const imports = [...preview1].map(([name, type]): [string, string, string] => [
      'wasi_snapshot_preview1',
      name,
      type,
    ]);
    expect(imports.length).toBe(46);
    expect(needsOf(await read(hello({ imports })))).toEqual([]);
  });

  it('takes the memory that threads share as part of them', async () => {
    const file = await read(
      hello({ imports: [['wasi', 'thread-spawn', 'i>i']], importsMemory: true, memories: [[3, 1, 1]] }),
    );
    expect(needsOf(file).map(({ id }) => id)).toEqual(['shared-memory', 'wasi-threads']);
  });

  it('names what shows it', async () => {
    const file = await read(
      hello({
        imports: [
          ['gojs', 'a', '>'],
          ['env', 'b', '>'],
        ],
      }),
    );
    expect(needsOf(file)).toEqual([{ id: 'foreign', shownBy: ['gojs.a', 'env.b'] }]);
  });

  it('is not misled by namespaces of the names of properties', async () => {
    const file = await read(
      hello({
        imports: [
          ['__proto__', 'a', '>'],
          ['constructor', 'b', '>'],
        ],
      }),
    );
    expect(needsOf(file).map(({ id }) => id)).toEqual(['foreign']);
  });
});

describe('verdictsOn', () => {
  const of = async (bytes: Buffer) =>
    Object.fromEntries(verdictsOn(await readWasm(bytes)).map(({ runtime, takes }) => [runtime, takes]));

  it('a plain program is portable', async () => {
    expect(isPortable(verdictsOn(await read(hello())))).toBe(true);
  });

  it.each(wanting.filter(({ need }) => !EVERYWHERE.includes(need)))('$need is not', async ({ need: _, ...shape }) => {
    expect(isPortable(verdictsOn(await read(hello(shape))))).toBe(false);
  });

  it("WasmEdge's sockets are only for WasmEdge", async () => {
    expect(await of(hello({ imports: [['wasi_snapshot_preview1', 'sock_listen', 'ii>i']] }))).toEqual({
      wasmedge: 'yes',
      wasmtime: 'no',
      wasmer: 'no',
      wazero: 'no',
      node: 'no',
    });
  });

  it.each([
    ['wasi:cli/run@0.2.0', 'yes'],
    ['wasi:cli/run@0.3.0', 'unknown'],
    ['wasi:http/incoming-handler@0.2.0', 'option'],
    ['docs:adder/add@0.1.0', 'no'],
  ])('a component that exports %s is for Wasmtime, if for any: %s', async (title, wasmtime) => {
    expect(await of(componentExporting(title))).toEqual({
      wasmedge: 'no',
      wasmtime,
      wasmer: 'no',
      wazero: 'no',
      node: 'no',
    });
  });

  it('a module that the compiler refuses for no feature is for none', async () => {
    // An i64 where an i32 is expected.
    const file = await read(hello({ code: [0x42, 1, 0x0d, 0] }));
    expect(file.refused).toMatch(/type error|expected type/);
    expect(verdictsOn(file).map(({ takes }) => takes)).toEqual(runtimes.map(() => 'no'));
  });

  it('nothing is known of a module whose code is unknown', async () => {
    const file = await read(hello({ code: [0xff] }));
    expect(file.notScanned).toContain('unknown instruction');
    expect(isPortable(verdictsOn(file))).toBe(false);
  });
});
