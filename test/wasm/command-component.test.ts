import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandComponent, componentObstacle } from '../../generators/core/wasm/command-component.js';
import { PREVIEW1, preview1 } from '../../generators/core/wasm/preview1.js';
import { readWasm, type WasmComponent } from '../../generators/core/wasm/wasm.js';
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
      expect(bytes.length - module.length).toBeLessThan(44_000);
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

  it('may import every function of preview 1', async () => {
    const imports = [...preview1].map(([name, type]): [string, string, string] => [PREVIEW1, name, type]);
    expect(componentObstacle(await readWasm(hello({ imports })))).toBeUndefined();
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
