import { Cancelled, ExitCode, Failure } from '../failure.js';
import { compilerOf, type LanguageId } from '../languages/languages.js';
import { aotFlags } from '../languages/wasm-opt.js';
import { installLines } from '../system/install.js';
import { run } from '../system/process.js';
import { startFailure } from '../system/process-failure.js';
import { thisSystem } from '../system/system.js';
import { failed, KEPT, PROBE } from './failed.js';

/** The steps after a module is compiled, as the `tools` stage of the project's Containerfile does it. */
export interface Finish {
  language: LanguageId;
  /** Whether wasm-opt makes it smaller. */
  wasmOpt: boolean;
  /** Whether WasmEdge's compiler adds native code. */
  aot: boolean;
}

/** One tool on PATH, and what it is given for a module that it writes in place. */
interface FinishingTool {
  program: 'wasm-opt' | 'wasmedge';
  args(module: string): string[];
}

/**
 * The tools in the order they run: native code is made of what wasm-opt leaves, and wasm-opt would drop native code.
 */
function toolsOf({ language, wasmOpt, aot }: Finish): FinishingTool[] {
  const { wasmOpt: flags = [] } = compilerOf(language);
  return [
    ...(wasmOpt
      ? [{ program: 'wasm-opt', args: (module) => [...flags, module, '-o', module] } satisfies FinishingTool]
      : []),
    ...(aot
      ? [{ program: 'wasmedge', args: (module) => ['compile', ...aotFlags, module, module] } satisfies FinishingTool]
      : []),
  ];
}

/** The versions of the tools that are needed, as `wasm-opt 120`; or the failure that says what is missing. */
export async function findTools(finish: Finish, signal?: AbortSignal): Promise<string[] | Failure> {
  const versions: string[] = [];
  for (const { program } of toolsOf(finish)) {
    const asked = await run(program, ['--version'], { ...PROBE, signal });
    if (signal?.aborted) throw new Cancelled(KEPT);
    const version = /version (\S+)/.exec(asked.stdout)?.[1];
    if (!version) return startFailure(program, asked) ?? missingTool(program);
    versions.push(`${program} ${version}`);
  }
  return versions;
}

/** Runs the tools on a module, in place. @throws Failure with a tool's last lines; Cancelled when the signal ended it */
export async function finishModule(
  finish: Finish,
  module: string,
  { onLine, signal }: { onLine?: ((line: string) => void) | undefined; signal?: AbortSignal | undefined },
): Promise<void> {
  for (const { program, args } of toolsOf(finish)) {
    const done = await run(program, args(module), { onLine: onLine ?? (() => {}), signal });
    if (done.exitCode !== 0) throw failed(done, { what: program, signal });
  }
}

async function missingTool(program: FinishingTool['program']): Promise<Failure> {
  const option = program === 'wasmedge' ? '--no-aot' : '--no-wasm-opt';
  const need = program === 'wasmedge' ? 'wasmedge-compiler' : 'wasm-opt';
  return new Failure(`The project needs ${program}, which is not on PATH.`, {
    exitCode: ExitCode.notBuilt,
    fix: [
      ...installLines(need, await thisSystem()),
      { command: `create-wasm-oci update ${option}`, text: 'in the project builds without it, and keeps your changes' },
    ],
  });
}
