import { describe, expect, it } from 'vitest';
import { parseCommandLine } from '../../generators/core/options/command-line.js';
import { wantsFirstChoice } from '../../generators/run-app.js';

describe('Podman is asked early', () => {
  it.each<[args: string[], variables: Record<string, string>, wanted: boolean]>([
    [['hello'], {}, true],
    [['hello', '--engine', 'podman'], { WASM_OCI_ENGINE: 'docker' }, true],
    [['hello'], { WASM_OCI_ENGINE: '' }, true],
    [['hello', '--engine', 'embedded'], {}, false],
    [['hello'], { WASM_OCI_ENGINE: 'embedded' }, false],
    [['hello', '--no-build'], {}, false],
    [['hello', '--dry-run'], {}, false],
  ])('%j with %j: %s', (args, variables, wanted) => {
    expect(wantsFirstChoice(parseCommandLine(args), variables)).toBe(wanted);
  });
});
