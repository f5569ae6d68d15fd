import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandComponent, componentObstacle } from '../../generators/core/wasm/command-component.js';
import { withDistinctImports } from '../../generators/core/wasm/distinct-imports.js';
import { PREVIEW1, preview1 } from '../../generators/core/wasm/preview1.js';
import { readWasm, type WasmComponent, type WasmModule } from '../../generators/core/wasm/wasm.js';
import { hello, wanting } from '../support/hello-modules.js';

const modules = join(import.meta.dirname, '../fixtures/modules');

describe('a module', () => {
  it.each(['hello.wasm', 'argument.wasm', 'empty-on-wasm.wasm'])(
    '%s becomes a command, and is in it to the byte',
    async (name) => {
      const module = await readFile(join(modules, name));
      expect(componentObstacle(await readWasm(module))).toBeUndefined();
      const bytes = Buffer.from(await commandComponent(module));
      expect(bytes.includes(module)).toBe(true);
      const component = (await readWasm(bytes)) as WasmComponent;
      expect(component).toMatchObject({ kind: 'component', modules: 4, incomplete: false });
      expect(component.exports).toEqual([expect.stringMatching(/^wasi:cli\/run@0\.2\.\d+$/)]);
      expect(
        component.imports.filter((one) => !/^wasi:(?:cli|clocks|filesystem|io|random)\/[\w-]+@0\.2\.\d+$/.test(one)),
      ).toEqual([]);
      expect(bytes.length - module.length).toBeLessThan(46_500);
    },
  );

  it('of 70 KB has its length in three bytes, and what follows is whole', async () => {
    const module = Buffer.concat([hello(), Buffer.from([0, 0x84, 0x80, 0x04, 1, 0x78]), Buffer.alloc(65_538)]);
    const component = await readWasm(await commandComponent(module));
    expect(component).toMatchObject({
      kind: 'component',
      modules: 4,
      exports: [expect.stringContaining('wasi:cli/run')],
    });
  });

  it('is the same component each time', async () => {
    const [one, other] = [await commandComponent(hello()), await commandComponent(hello())];
    expect(Buffer.compare(one, other)).toBe(0);
  });

  it('may import every function of preview 1, four times, as Go does it twice', async () => {
    const all = [...preview1].map(([name, type]): [string, string, string] => [PREVIEW1, name, type]);
    const most = hello({ imports: [...all, ...all, ...all, ...all.filter(([, name]) => name !== 'fd_write')] });
    expect(componentObstacle(await readWasm(most))).toBeUndefined();
    const often = hello({ imports: [...all, ...all, ...all, ...all] });
    expect(componentObstacle(await readWasm(often))?.why).toBe('it imports fd_write more than 4 times');
  });

  it('that imports a function twice has two names for it, and nothing else of it changes', async () => {
    const close: [string, string, string] = [PREVIEW1, 'fd_close', 'i>i'];
    const module = hello({ imports: [close, [PREVIEW1, 'sched_yield', '>i'], close, close] });
    const distinct = withDistinctImports(module);
    const read = (await readWasm(distinct)) as WasmModule;
    expect(read.imports.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'fd_write iiii>i',
      'fd_close i>i',
      'sched_yield >i',
      'fd_close [v2] i>i',
      'fd_close [v3] i>i',
    ]);
    const others = (file: WasmModule) => file.sections.filter(({ id }) => id !== 2).map(({ id, bytes }) => [id, bytes]);
    expect(others(read)).toEqual(others((await readWasm(module)) as WasmModule));
    expect(withDistinctImports(hello())).toEqual(hello());
  });
});

describe('no component', () => {
  it('comes of a program that needs more than preview 1: the message has the need, and what shows it', async () => {
    const sockets = wanting.find(({ need }) => need === 'wasmedge-sockets');
    expect(componentObstacle(await readWasm(hello(sockets)))).toEqual({
      why: "it uses WasmEdge's sockets (wasi_snapshot_preview1.sock_open)",
      fix: { text: 'A server needs them under crun; a program that runs everywhere cannot use them.' },
    });
  });

  it.each<[what: string, bytes: Uint8Array, why: string]>([
    ['a component', Buffer.from('0061736d0d000100', 'hex'), 'it is a component'],
    ['a library', hello({ startName: 'run' }), 'it exports no _start: it is a library'],
    ['half a module', hello().subarray(0, 60), 'it is not valid WebAssembly'],
    ['a text', Buffer.from('hello'), 'it is not valid WebAssembly'],
  ])('comes of %s', async (_, bytes, why) => {
    expect(componentObstacle(await readWasm(bytes))?.why).toContain(why);
  });
});
