import { expect, it } from 'vitest';
import { worldOf } from '../../generators/core/wasm/world.js';

it.each([
  [['wasi:cli/run@0.2.12'], 'wasi:cli/command@0.2.12'],
  [['wasi:cli/run'], 'wasi:cli/command'],
  [['wasi:http/incoming-handler@0.2.0'], 'wasi:http/proxy@0.2.0'],
  [['wasi:http/handler@0.3.0'], 'wasi:http/service@0.3.0'],
  [['memory', 'wasi:http/incoming-handler@0.2.0', 'wasi:cli/run@0.2.0'], 'wasi:cli/command@0.2.0'],
  [['wasi:cli/runner@0.2.0', 'mine:cli/run@1.0.0'], undefined],
  [[], undefined],
])('a component that exports %j is for the world %s', (exported, world) => {
  expect(worldOf(exported)).toBe(world);
});
