import { describe, expect, it } from 'vitest';
import { isBump, withBumpedPins } from '../../generators/core/update/bumped-pins.js';
import { mergeText } from '../../generators/core/update/merge.js';

const A = `sha256:${'a'.repeat(64)}`;
const B = `sha256:${'b'.repeat(64)}`;
const RUST = 'docker.io/library/rust';

describe('a bump of a pin', () => {
  it.each([
    [`${RUST}:1.95.0-slim@${A}`, `${RUST}:1.95.0-slim`, 'the digest of the same tag'],
    [`${RUST}:1.95.0-slim@${B}`, `${RUST}:1.95.0-slim@${A}`, 'another digest of the same tag'],
    [`${RUST}:1.95.1-slim`, `${RUST}:1.95.0-slim`, 'a newer patch'],
    [`${RUST}:1.100.0-slim@${A}`, `${RUST}:1.95.0-slim`, 'a newer minor with a digest, by number'],
    ['ghcr.io/webassembly/wasi-sdk:wasi-sdk-34', 'ghcr.io/webassembly/wasi-sdk:wasi-sdk-33', 'text before the number'],
    ['localhost:5000/c:2', 'localhost:5000/c:1', 'a registry with a port'],
  ])('is %s of %s: %s', (found, from) => {
    expect(isBump(found, from)).toBe(true);
  });

  it.each([
    [`${RUST}:1.94.0-slim`, `${RUST}:1.95.0-slim`, 'an older version'],
    [`${RUST}:1.96.0-alpine`, `${RUST}:1.95.0-slim`, 'another variant'],
    [`${RUST}:1.95.0-slim`, `${RUST}:1.95.0-slim@${A}`, 'a digest that is gone'],
    ['registry.example.com/rust:1.96.0-slim', `${RUST}:1.95.0-slim`, 'another registry'],
    ['localhost:5001/c:1', 'localhost:5000/c:1', 'another port'],
    [`${RUST}:latest`, `${RUST}:1.95.0-slim`, 'no version'],
  ])('is not %s of %s: %s', (found, from) => {
    expect(isBump(found, from)).toBe(false);
  });
});

describe('an update of a Containerfile that a bot bumped', () => {
  const text = (pin: string) => `# Build it\nARG BUILDER_IMAGE=${pin}\nFROM scratch\n`;
  const updated = (base: string, mine: string, theirs: string, locked = false) => {
    const texts = { base: text(base), mine: text(mine), theirs: text(theirs) };
    const bumped = withBumpedPins(texts, () => locked);
    const merged = mergeText({ ...texts, ...bumped } as never, { mine: 'yours', theirs: 'ours' });
    return merged.conflicts > 0 ? 'a conflict' : /=(\S+)/.exec(merged.text)?.[1];
  };

  it.each([
    ['c:1', 'c:2', 'c:1', 'c:2', 'the templates have the old one'],
    ['c:1', `c:1@${A}`, 'c:1', `c:1@${A}`, 'the bot wrote the digest'],
    ['c:1', `c:2@${A}`, 'c:2', `c:2@${A}`, 'both have the new one, the bot with its digest'],
    ['c:1', `c:3@${A}`, 'c:2', `c:3@${A}`, 'the newer one of the bot'],
    ['c:1', `c:2@${A}`, 'c:3', 'c:3', 'the newer one of the templates'],
    ['c:1', `c:1@${A}`, `c:1@${B}`, `c:1@${B}`, 'the digest that the run resolved'],
    ['c:1', 'other:2', 'c:2', 'a conflict', 'the user chose another image'],
    ['c:2', 'c:1', 'c:3', 'a conflict', 'the user chose an older one'],
  ])('takes of %s, %s and %s the pin %s: %s', (base, mine, theirs, taken) => {
    expect(updated(base, mine, theirs)).toBe(taken);
  });

  it('takes the pin of a preset that locks it', () => {
    expect(updated(`c:1@${A}`, `c:3@${A}`, `c:2@${B}`, true)).toBe(`c:2@${B}`);
  });
});
