import { describe, expect, it } from 'vitest';
import { bytesBySource } from '../../scripts/bundle/bytes.mjs';

describe("a bundled file's bytes", () => {
  // Columns 0 and 8 of the first line, and 0 of the second; the map's own encoding is base64 VLQ.
  const map = { sources: ['a.ts', 'b.ts'], mappings: 'AAAA,QCAA;ADAA' };

  it('are those of the source that each piece comes from', () => {
    expect(bytesBySource('let a=1;let b=2;\nlet c=3;', map)).toEqual(
      new Map([
        ['', 0],
        ['a.ts', 16],
        ['b.ts', 9],
      ]),
    );
  });

  it('are bytes, not characters, and all of them are counted', () => {
    const code = 'let a=1;"é→";\n`\n\n`';
    const bytes = bytesBySource(code, map);
    expect([...bytes.values()].reduce((sum, part) => sum + part)).toBe(Buffer.byteLength(code));
    expect(bytes.get('b.ts')).toBe(9);
  });
});
