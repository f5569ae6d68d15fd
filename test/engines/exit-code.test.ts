import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runImage } from '../../generators/core/build/run-image.js';
import { tryImage } from '../../generators/core/build/try-image.js';
import { embedded } from '../../generators/core/engines/embedded/engine.js';
import type { Engine, RunResult, Target } from '../../generators/core/engines/engine.js';
import { exitCodeNote, ProgramFailure, ranOrFailed, SKIP_RUN } from '../../generators/core/engines/explain.js';
import { podmanErrors } from '../../generators/core/engines/podman/symptoms.js';
import { imageLayout } from '../../generators/core/oci/layout.js';
import { writeLayout } from '../../generators/core/oci/write-layout.js';
import type { Finished } from '../../generators/core/system/process.js';
import type { System } from '../../generators/core/system/system.js';
import { emptyFolder } from '../support/folder.js';
import { type Hello, hello } from '../support/hello-modules.js';

const I32_CONST = 0x41;
const CALL = 0x10;
const UNREACHABLE = 0x00;

/** A program that prints nothing and ends by proc_exit. */
const exits = (code: number): Hello => ({
  imports: [['wasi_snapshot_preview1', 'proc_exit', 'i>']],
  code: [I32_CONST, code, CALL, 1],
});

/** An image of the embedded engine with that program. */
async function imageOf(program: Hello): Promise<Target> {
  const directory = await emptyFolder();
  const image = 'localhost/program:latest';
  const contents = { image, entrypoint: '/program.wasm', module: hello(program), labels: {}, epoch: 0 };
  await writeLayout(join(directory, 'program.oci.tar'), await imageLayout(contents));
  const names = { title: 'program', slug: 'program', language: 'c' } as const;
  return { directory, shownDirectory: 'program', image, ...names, artifact: false, wasmOpt: false, aot: false };
}

const debian: System = { platform: 'linux', distribution: ['debian'], version: '13' };

/** What `podman run` ended with. */
function ended(exitCode: number, stdout: string, stderr = ''): Promise<RunResult> {
  const rest = { missing: false, timedOut: false, truncated: false, seconds: 0.2 };
  const finished: Finished = { exitCode, stdout, stderr, ...rest };
  return ranOrFailed(podmanErrors, finished, async () => debian);
}

describe('a program that ends with an exit code', () => {
  it('has run under the embedded engine, which tells the code', async () => {
    const ran = await embedded.run(await imageOf(exits(3)));
    expect(ran).toMatchObject({ exitCode: 3, stdout: '' });
    expect(exitCodeNote(ran)).toBe('it ended with exit code 3; crun with WasmEdge loses exit codes, and reports 0');
  });

  it('has run under Podman, where crun loses the code', async () => {
    const ran = await ended(0, 'hi\n');
    expect(ran).toEqual({ stdout: 'hi\n', stderr: '', seconds: 0.2 });
    expect(exitCodeNote(ran)).toBeUndefined();
  });

  it('has run under Podman with a runtime that keeps the code, and is reported in the same words', async () => {
    expect(exitCodeNote(await ended(3, 'hi\n'))).toBe(
      exitCodeNote({ stdout: '', stderr: '', seconds: 0, exitCode: 3 }),
    );
  });

  it.each([3, undefined])('fails no new project whose output is right (%s)', async (exitCode) => {
    const result = { stdout: 'hi\n', stderr: '', seconds: 0.2, ...(exitCode !== undefined && { exitCode }) };
    const engine = { ...embedded, run: async () => result } satisfies Engine;
    const ran = await runImage(engine, await imageOf({}), 'hi\n');
    expect(ran.note).toBe(exitCodeNote(result));
  });

  it('is noted of an existing project, which was given nothing', async () => {
    const { note } = await tryImage(embedded, await imageOf(exits(2)));
    expect(note).toMatch(/^it ended with exit code 2; .* It was given no arguments and no input\.$/);
  });
});

describe('a module that Node does not start', () => {
  it.each<[string, Hello, RegExp]>([
    [
      'for an import of WASI that Node lacks',
      { imports: [['wasi_snapshot_preview1', 'sock_open', 'iii>i']] },
      /: it imports wasi_snapshot_preview1\.sock_open\.$/,
    ],
    [
      'for a namespace that Node lacks',
      { imports: [['gojs', 'runtime.ticks', '>']] },
      /: it imports gojs\.runtime\.ticks\.$/,
    ],
    [
      'for many imports',
      {
        imports: ['a', 'b', 'c', 'd'].map((name): [string, string, string] => ['env', name, '>']),
      },
      /: it imports env\.a, env\.b, env\.c, …\.$/,
    ],
    ['for a global where a function is due', { importsGlobal: ['wasi_snapshot_preview1', 'fd_close'] }, /fd_close/],
    ['without _start', { startName: 'run' }, /_start/],
    ['without a memory', { memoryName: undefined }, /memory/],
    ['of features that this Node lacks', { code: [0xfc, 0x7f] }, /opcode/],
  ])('%s is no program that ended: it does not run here', async (_, program, why) => {
    const run = embedded.run(await imageOf(program));
    await expect(run).rejects.toThrow(/^The program does not run here, under Node v\d/);
    await expect(run).rejects.toThrow(why);
    await expect(run).rejects.not.toBeInstanceOf(ProgramFailure);
    await expect(run).rejects.toMatchObject({ exitCode: 3, fix: expect.arrayContaining([SKIP_RUN]) });
  });
});

describe('a program that a trap ends', () => {
  it('fails under the embedded engine', async () => {
    const run = embedded.run(await imageOf({ code: [UNREACHABLE] }));
    await expect(run).rejects.toThrow('The program ended in a trap (an abort, a panic): unreachable.');
    await expect(run).rejects.toBeInstanceOf(ProgramFailure);
  });

  it('fails under Podman with crun 1.21 and WasmEdge 0.14.1', async () => {
    const stdout =
      'hi\n[2026-11-27 00:02:06.272] [error] execution failed: unreachable, Code: 0x40a\n[2026-11-27 00:02:06.272] [error]     In instruction: unreachable (0x00) , Bytecode offset: 0x0000236b\n[2026-11-27 00:02:06.272] [error]     When executing function name: "_start"\n';
    const run = ended(1, stdout, '[libcrun:wasmedge]: could not get wasmedge result from VM\n');
    await expect(run).rejects.toThrow('The program ended in a trap (an abort, a panic).');
    await expect(run).rejects.toBeInstanceOf(ProgramFailure);
  });
});
