import type { ProbeOutcome, Surroundings } from '../../../generators/core/engines/check.js';
import type { Finished } from '../../../generators/core/system/process.js';
import type { System } from '../../../generators/core/system/system.js';
import type { CompilerFinding } from '../../../generators/core/toolchain/local-compiler.js';

/** What a program said, by its command line. */
export type Answers = Record<string, Partial<Finished>>;

/** A machine as it was captured. What it was not asked is not there. */
export interface Captured {
  system: System;
  env?: NodeJS.ProcessEnv;
  answers?: Answers;
  /** Programs that are installed: an unknown question to them fails, elsewhere the program is missing. */
  installed?: string[];
  probe?: ProbeOutcome;
  toolchain?: CompilerFinding;
  offline?: boolean;
  /** Contents of configuration files by path. */
  files?: Record<string, string>;
}

export const works: ProbeOutcome = { works: true, seconds: 0.9, rebuilt: false };

/** Surroundings in which programs answer what was captured. */
export function surroundingsOf(captured: Captured): Surroundings {
  const { system, env = {}, answers = {}, installed = ['podman'], probe = works, files = {} } = captured;
  const found: CompilerFinding = captured.toolchain ?? {
    found: { name: 'clang', version: '19.1.7', program: 'clang' },
  };
  return {
    system,
    env,
    home: '/home/ada',
    node: '24.1.0',
    offline: captured.offline ?? true,
    builders: [{ language: 'c', title: 'C', image: 'ghcr.io/webassembly/wasi-sdk:wasi-sdk-33' }],
    ask: async (program, args) => {
      const missing = !installed.includes(program);
      const nothing = { stdout: '', stderr: '', timedOut: false, truncated: false, seconds: 0.1, missing };
      const answer = answers[[program, ...args].join(' ')];
      if (!answer) return { ...nothing, ...(!missing && { exitCode: 125 }) };
      return { ...nothing, exitCode: 0, ...answer };
    },
    confFiles: async (path) => (path in files ? [{ path, text: files[path] ?? '' }] : []),
    toolchain: async () => found,
    probe: async () => probe,
  };
}
