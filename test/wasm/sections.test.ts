import { describe, expect, it } from 'vitest';
import { readWasm, type WasmComponent, type WasmModule } from '../../generators/core/wasm/wasm.js';
import { hello, wanting } from '../support/hello-modules.js';
import { componentBytes, custom, moduleOf, moduleWithCode, name, number, section } from '../support/wasm-bytes.js';

const read = async (bytes: Buffer) => (await readWasm(bytes)) as WasmModule;

describe('sections', () => {
  it('are walked with their sizes, which together with the header are the file', async () => {
    const bytes = Buffer.concat([hello(), custom('.debug_info', Buffer.alloc(300)), custom('name', Buffer.alloc(3))]);
    const { sections } = await read(bytes);
    expect(sections.map(({ id, name }) => name ?? id)).toEqual([1, 2, 3, 5, 7, 10, 11, '.debug_info', 'name']);
    expect(8 + sections.reduce((sum, section) => sum + section.bytes, 0)).toBe(bytes.length);
  });

  it.each<[string, Buffer, RegExp]>([
    ['ends behind the file', moduleOf(Buffer.from([10, 100])), /section 10 at byte 8 claims 100 bytes, and 0 are left/],
    ['has a size without end', moduleOf(Buffer.from([10, 255, 255, 255, 255, 255, 1])), /more than 32 bits/],
    ['has a name longer than itself', moduleOf(section(0, Buffer.from([50, 1]))), /name of 50 bytes/],
    ['has a list of more than there is', moduleOf(section(2, number(190_000))), /ends in the middle/],
    ['has a list beyond reason', moduleOf(section(2, number(4_000_000_000))), /ends in the middle/],
  ])('a module with one that %s is damaged', async (_, bytes, why) => {
    expect(await readWasm(bytes)).toMatchObject({ kind: 'invalid', why: expect.stringMatching(why) });
  });

  it('a file of another version is neither', async () => {
    const bytes = Buffer.from([0, 0x61, 0x73, 0x6d, 2, 0, 0, 0]);
    expect(await readWasm(bytes)).toMatchObject({ kind: 'invalid', why: expect.stringContaining('02000000') });
  });
});

describe('custom sections', () => {
  it('tell features, producers and native code', async () => {
    const entry = (text: string) => Buffer.concat([Buffer.from('+'), name(text)]);
    const file = await read(
      Buffer.concat([
        hello(),
        custom('target_features', Buffer.concat([number(2), entry('bulk-memory'), Buffer.from('-'), name('simd128')])),
        custom('producers', Buffer.concat([number(1), name('language'), number(1), name('Rust'), name('2021')])),
        custom('wasmedge', Buffer.from([1, 1, 2, 0, 0])),
      ]),
    );
    expect(file).toMatchObject({
      declared: ['bulk-memory'],
      producers: { language: [{ name: 'Rust', version: '2021' }] },
      aheadOfTime: { platform: 'linux/aarch64' },
      unreadable: [],
    });
  });

  it('that are broken are named, and the module is still one', async () => {
    const broken = custom('producers', Buffer.from([200, 1, 5]));
    const file = await read(Buffer.concat([hello(), broken, custom('constructor', Buffer.alloc(0))]));
    expect(file).toMatchObject({ kind: 'module', unreadable: ['producers'], producers: {} });
  });
});

describe('code', () => {
  it('is gone through to the end of every function, however many and however large', async () => {
    const nops = Buffer.alloc(3_000_000, 1);
    const body = Buffer.concat([Buffer.from([0]), nops, Buffer.from([0xc0, 0x0b])]);
    const one = Buffer.concat([number(body.length), body]);
    const bytes = moduleOf(
      section(1, Buffer.from([1, 0x60, 0, 0])),
      section(3, Buffer.from([3, 0, 0, 0])),
      section(10, Buffer.concat([number(3), one, one, one])),
    );
    expect(await read(bytes)).toMatchObject({ used: ['sign-ext'] });
  });

  it.each<[string, number[]]>([
    ['an unknown instruction', [0xff]],
    ['an unknown one with a prefix', [0xfd, 0xff, 0x7f]],
    ['a block without an end', [0x02, 0x40]],
    ['an end too many', [0x0b]],
  ])('with %s is not gone through, and the rest is read', async (_, code) => {
    const file = await read(moduleWithCode(code));
    expect(file).toMatchObject({ kind: 'module', notScanned: expect.any(String), refused: expect.any(String) });
    expect(file.sections).toHaveLength(3);
  });
});

describe('imports and exports', () => {
  // Of real modules, too: test/e2e/inspect.test.ts.
  it.each([{ need: 'nothing' }, ...wanting])(
    "are those that Node's own compiler lists ($need)",
    async ({ need: _, ...shape }) => {
      const bytes = hello(shape);
      const file = await read(bytes);
      // What this Node does not know, it lists nothing of.
      if (file.unknownHere) return expect(WebAssembly.validate(bytes as BufferSource)).toBe(false);
      const compiled = await WebAssembly.compile(bytes as BufferSource);
      expect(file.imports.map(({ namespace, name, kind }) => ({ module: namespace, name, kind }))).toEqual(
        WebAssembly.Module.imports(compiled),
      );
      expect(file.exports.map(({ name, kind }) => ({ name, kind }))).toEqual(WebAssembly.Module.exports(compiled));
    },
  );
});

describe('components', () => {
  /** As wat2wasm of Wasmtime 50 writes `(component (import "wasi:cli/environment@0.2.0" (instance …)))`. */
  const importing = Buffer.from(
    '0061736d0d0001000724014204016f027373017000014000000104000f6765742d656e7669726f6e6d656e7401020a1f01001a776173693a636c692f656e7669726f6e6d656e7440302e322e300500',
    'hex',
  );

  it('are reported with what they import', async () => {
    expect(await readWasm(importing)).toMatchObject({ kind: 'component', imports: ['wasi:cli/environment@0.2.0'] });
  });

  it('are reported with what they export, and what is inside', async () => {
    const exported = Buffer.concat([number(1), Buffer.from([0]), name('wasi:cli/run@0.2.0'), Buffer.from([5, 0, 0])]);
    const bytes = Buffer.concat([
      componentBytes,
      section(1, hello()),
      section(4, componentBytes),
      section(11, exported),
    ]);
    const file = (await readWasm(bytes)) as WasmComponent;
    expect(file).toMatchObject({ exports: ['wasi:cli/run@0.2.0'], modules: 1, components: 1 });
  });

  it('that are cut off are damaged', async () => {
    expect(await readWasm(importing.subarray(0, 60))).toMatchObject({ kind: 'invalid' });
  });
});
