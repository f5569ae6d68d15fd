import TOML from '@iarna/toml';
import { describe, expect, it } from 'vitest';
import { NotToml, readToml } from '../generators/core/toml.js';
import fc from './support/fast-check.js';

/** Without prototypes, and with numbers beyond 2^53 as texts. */
const plain = (value: unknown) =>
  JSON.parse(JSON.stringify(value, (_, one) => (typeof one === 'bigint' ? String(one) : one)));

describe('TOML that others wrote', () => {
  it('may be of version 1.1: inline tables of several lines, comments and a last comma in them', () => {
    const { table } = readToml(
      'serde = {\n  version = "1", # the first\n  features = ["derive"],\n}\nesc = "\\e\\x41"\n',
    );
    expect(table).toEqual({ serde: { version: '1', features: ['derive'] }, esc: '\u001bA' });
  });

  it('is read as @iarna/toml reads what it writes itself', () => {
    // @iarna/toml itself loses tables called constructor or toString.
    const key = fc.oneof(
      fc.string().filter((one) => !(one in {})),
      fc.constantFrom('a', 'b.c', '"', "'"),
    );
    // It writes a whole number from 2^63 on as an integer that TOML does not have, and reads another back.
    const number = fc.double({ noNaN: true }).filter((one) => !(Number.isInteger(one) && Math.abs(one) >= 2 ** 63));
    const leaf = fc.oneof(fc.string({ unit: 'binary' }), fc.integer(), fc.boolean(), number);
    const { document } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        leaf,
        fc.array(leaf.filter((one) => typeof one === 'string')),
        tie('document'),
      ),
      document: fc.dictionary(key, tie('value'), { maxKeys: 4 }),
    }));
    fc.assert(
      fc.property(document, (value) => {
        const text = TOML.stringify(value as never);
        let expected: unknown;
        try {
          expected = TOML.parse(text);
        } catch {
          return;
        }
        expect(plain(readToml(text).table)).toEqual(plain(expected));
      }),
    );
  });

  // The values on both sides are cargo's: it takes the first two and refuses the others.
  it.each(['9223372036854775807', '-9223372036854775808'])('has the integer %s as it was written', (text) => {
    expect(readToml(`a = ${text}`).table).toEqual({ a: BigInt(text) });
  });

  it.each(['9223372036854775808', '-9223372036854775809', '0xffffffffffffffff', '18_446_744_073_709_551_616'])(
    'has no integer %s',
    (text) => {
      expect(() => readToml(`a = 1\nb = [${text}]`)).toThrow(
        expect.objectContaining({ message: 'the integer is beyond 64 bits', line: 2, column: 6 }),
      );
    },
  );

  it('has the line of each table and key, wherever its value goes on', () => {
    const { lines } = readToml(
      '\n[package]\nname = """\nx\n"""\nversion.workspace = true\n\n[labels]\n"a.b" = {\n c = 1 }\n',
    );
    expect({ ...lines }).toEqual({
      package: 2,
      'package.name': 3,
      'package.version': 6,
      'package.version.workspace': 6,
      labels: 8,
      'labels."a.b"': 9,
      'labels."a.b".c': 10,
    });
  });

  it('keeps the tables of an array apart', () => {
    const { table, lines } = readToml('[[bin]]\nname = "a"\n[[bin]]\nname = "b"\n[bin.deep]\nx = 1\n');
    expect(table).toEqual({ bin: [{ name: 'a' }, { name: 'b', deep: { x: 1 } }] });
    expect({ ...lines }).toEqual({});
  });

  it.each([
    '__proto__ = 1',
    '[__proto__]\nstolen = 1',
    '[a.__proto__]\nstolen = 1',
    'constructor.prototype.stolen = 1',
    'a = { __proto__ = { stolen = 1 } }',
  ])('%j changes no other object', (text) => {
    readToml(text);
    expect(({} as Record<string, unknown>).stolen).toBeUndefined();
  });

  it('may have keys that every object has', () => {
    const { table, lines } = readToml('[constructor]\ntoString = 1\n[constructor.hasOwnProperty]\nx = 2\n');
    expect(JSON.stringify(table)).toBe('{"constructor":{"toString":1,"hasOwnProperty":{"x":2}}}');
    expect(lines.constructor).toBe(1);
  });

  it('may begin with a byte order mark, as cargo takes it', () => {
    expect(readToml('\ufeffa = 1\r\n').table).toEqual({ a: 1 });
  });

  it.each<[string, number | undefined, number | undefined]>([
    ['a = 1\na = 2', 2, 1],
    ['a = ', 1, 4],
    ['[a]\nb = 1\n[a]\n', 3, 2],
    ['a = "\u0000"', 1, 6],
    ['a = \n', 1, 4],
    [`a = ${'['.repeat(20_000)}${']'.repeat(20_000)}`, undefined, undefined],
  ])('%.20j is refused with its place', (text, line, column) => {
    let error: unknown;
    try {
      readToml(text);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(NotToml);
    expect(error).toMatchObject({ line, column });
  });
});
