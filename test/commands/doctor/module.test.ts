import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { PROBE_OUTPUT, probeModule } from '../../../generators/commands/doctor/probe-module.js';
import { importsOutsidePreview1, readWasm } from '../../../generators/core/wasm/wasm.js';

it('is a module of WASI preview 1 that prints one line', async () => {
  const module = await readWasm(probeModule());
  expect(module).toMatchObject({ kind: 'module', bytes: 147, functions: ['_start'] });
  if (module.kind === 'module') expect(importsOutsidePreview1(module)).toEqual([]);

  const folder = await mkdtemp(join(tmpdir(), 'create-wasm-oci-probe-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'probe.wasm');
  await writeFile(file, probeModule());
  const script = `
    const { WASI } = await import('node:wasi');
    const wasi = new WASI({ version: 'preview1' });
    const bytes = (await import('node:fs')).readFileSync(process.argv[1]);
    const { instance } = await WebAssembly.instantiate(bytes, wasi.getImportObject());
    wasi.start(instance);`;
  const args = ['--no-warnings', '--input-type=module', '--eval', script, file];
  expect(execFileSync(process.execPath, args, { encoding: 'utf8' })).toBe(PROBE_OUTPUT);
});
