import { describe, expect, it } from 'vitest';
import { ASK_DOCTOR, explain } from '../../generators/core/engines/explain.js';
import { podmanErrors } from '../../generators/core/engines/podman/symptoms.js';
import { fixLines } from '../support/fixes.js';

const debian = { platform: 'linux', distribution: ['debian'], version: '13' } as const;
const fails = (stderr: string) => explain(podmanErrors, { exitCode: 125, stdout: '', stderr }, 'run', debian);

describe('explain', () => {
  it('names a known error and its fix, and no doctor', () => {
    const failure = fails('Error: requested OCI runtime crun-wasm is not available: invalid argument\n');
    expect(failure).toMatchObject({
      message: 'Podman has no crun-wasm, the runtime it runs WebAssembly with.',
      fix: [{ command: 'sudo apt-get install crun libwasmedge0' }],
    });
  });

  it('points to doctor where the error is not known', () => {
    expect(fails('Error: something else\n')).toMatchObject({ fix: [ASK_DOCTOR], output: ['Error: something else'] });
  });

  it('names file and line of a containers.conf that cannot be read', () => {
    const { fix } = fails(
      'Failed to obtain podman configuration: reading additional config "/x.conf": decode configuration /x.conf: toml: line 2 (last key "engine.platform_to_oci_runtime.\\"wasi/wasm\\""): incompatible types: TOML value has type []any; destination has type string\n',
    );
    expect(fixLines(fix)[0]).toMatch(/^\/x\.conf line 2: Write "wasi\/wasm" = "crun-wasm": .* not an array\.$/);
  });
});
