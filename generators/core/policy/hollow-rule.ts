import type { Idle } from '../wasm/dry-run.js';
import type { Rule } from './rule.js';

/** What there is to say of a program that does nothing, after its name. */
export function hollowMessage(idle: Idle): string {
  return idle.ends === 'well'
    ? 'does nothing: it reads, writes and opens nothing, without arguments and with --help'
    : `traps at once (${idle.why}), before it reads or writes anything`;
}

/** Where to look. */
export function hollowCause(idle: Idle): string {
  return idle.ends === 'well'
    ? 'See whether main is empty for WebAssembly: #[cfg(target_family = "wasm")], #ifdef __wasi__.'
    : 'See whether main is linked: a C program without it ends in an unreachable instruction.';
}

/** A program that does nothing: an empty main, as some projects have for WebAssembly; or none at all. */
export const hollowRule: Rule = {
  id: 'hollow',
  build: 'refuse',
  // Inspect says so of the module itself, which may have no image.
  inspect: 'ignore',
  check({ idle, runs }) {
    if (!idle) return undefined;
    return {
      message: `${runs} ${hollowMessage(idle)}`,
      fix: { command: '--accept-empty', text: `takes it, where that is all that it is to do. ${hollowCause(idle)}` },
    };
  },
};
