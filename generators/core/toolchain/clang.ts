import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../host/process.js';
import { c } from '../languages/c.js';
import type { Found } from './compiler.js';
import { PROBE_LIMIT } from './outcome.js';

/** Where a clang for WASI may be: wasi-sdk where its users and its image have it, then whatever is on PATH. */
function candidates(): string[] {
  const sdk = process.env.WASI_SDK_PATH;
  return [...(sdk ? [join(sdk, 'bin/clang')] : []), '/opt/wasi-sdk/bin/clang', 'clang'];
}

/** The first clang that really links a program for WASI: most of those on PATH have no C library for it. */
export async function findClang(signal?: AbortSignal): Promise<Found | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'create-wasm-oci-probe-'));
  try {
    await writeFile(join(folder, 'probe.c'), '#include <stdio.h>\nint main(void) { return puts("") < 0; }\n');
    for (const program of candidates()) {
      const args = [...c.flags, '-o', 'probe.wasm', 'probe.c'];
      const probe = { cwd: folder, timeout: PROBE_LIMIT, signal };
      const [asked, linked] = await Promise.all([run(program, ['--version'], probe), run(program, args, probe)]);
      const version = /version (\S+)/.exec(asked.stdout)?.[1] ?? 'unknown';
      if (asked.exitCode === 0 && linked.exitCode === 0) return { name: 'clang', version, program };
    }
    return undefined;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
