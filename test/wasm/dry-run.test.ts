import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { probeModule } from '../../generators/commands/doctor/probe-module.js';
import { idleModule } from '../../generators/core/wasm/dry-run.js';
import { readWasm } from '../../generators/core/wasm/wasm.js';
import { fixtures } from '../support/fixtures.js';
import { hello } from '../support/hello-modules.js';
import { componentBytes, moduleBytes } from '../support/wasm-bytes.js';

const idleOf = async (bytes: Uint8Array) => idleModule(await readWasm(bytes), bytes);
const fixture = async (name: string) => idleOf(await readFile(join(fixtures, 'modules', `${name}.wasm`)));

describe('a program that does nothing', () => {
  it.each(['empty-main', 'empty-main-with-arguments', 'empty-on-wasm'])('is found: %s', async (name) => {
    expect(await fixture(name)).toEqual({ ends: 'well' });
  });

  it('is found where it has no main: it traps before it does anything', async () => {
    expect(await fixture('no-main')).toEqual({ ends: 'trap', why: 'unreachable' });
  });

  it.each(['hello', 'argument'])('is not one that writes, with an argument or without: %s', async (name) => {
    expect(await fixture(name)).toBeUndefined();
  });

  it('is not our greeting, or the probe of doctor', async () => {
    expect(await idleOf(hello())).toBeUndefined();
    expect(await idleOf(probeModule())).toBeUndefined();
  });

  it('is not looked for in what is no program', async () => {
    expect(await idleOf(componentBytes)).toBeUndefined();
    expect(await idleOf(moduleBytes())).toBeUndefined();
  });

  it('is not one that takes more memory than it is given, or computes for long', async () => {
    const BLOCK = 0x40;
    const END = 0x0b;
    // loop; memory.grow by 256 pages; drop; br 0
    const grows = [0x03, BLOCK, 0x41, 0x80, 0x02, 0x40, 0, 0x1a, 0x0c, 0, END];
    expect(await idleOf(hello({ code: grows }))).toBeUndefined();
    // Grows to more than half of the limit, then traps.
    expect(await idleOf(hello({ code: [0x41, 0x80, 0x14, 0x40, 0, 0x1a, 0x00] }))).toBeUndefined();
    expect(await idleOf(hello({ code: [0x00] }))).toEqual({ ends: 'trap', why: 'unreachable' });
  });
});
