import type { CauseReader } from '../../causes/cause.js';
import type { CargoPlan } from '../plan.js';

/** A Rust without the target. */
export const noTarget: CauseReader<CargoPlan> = ({ output, place, plan, tool }) => {
  const [, channel] = /error: toolchain '([^']+)' does not support target 'wasm32-wasip1'/.exec(output) ?? [];
  if (channel !== undefined) {
    return {
      id: 'no-target',
      message: `Rust ${channel}${plan?.toolchainFile === undefined ? '' : `, which ${plan.toolchainFile} asks for,`} has no target wasm32-wasip1. Rust 1.78 is the first that has it.`,
      fix:
        plan?.toolchainFile === undefined
          ? tool('Rust 1.78 or later')
          : [{ text: `${plan.toolchainFile}: channel = "stable"` }],
    };
  }
  const noRustup = /rustup: (?:command )?not found|rustup: No such file/.test(output);
  const noStd = /can't find crate for `(?:std|core)`|the `wasm32-wasip1` target may not be installed/.test(output);
  if (!noRustup && !noStd) return undefined;
  return {
    id: 'no-target',
    message: `The Rust of ${place} has no target wasm32-wasip1${noRustup ? ', and no rustup that adds it' : ''}.`,
    fix: tool('a Rust that has the target, or rustup'),
  };
};

/** Downloads of cargo and rustup, which need the network in the builder stage. */
export const cargoDownload: CauseReader<CargoPlan> = ({ output }) => {
  const [, git] = /failed to authenticate when downloading repository: (\S+)/.exec(output) ?? [];
  if (git !== undefined) {
    return {
      id: 'private-dependency',
      message: `The dependency at ${git} asks for an account, and the build has none.`,
      fix: [
        { command: 'cargo vendor', text: 'copies the dependencies into the project, so that the build fetches none' },
      ],
    };
  }
  const what =
    /could not download file from '([^']+)'/.exec(output)?.[1] ??
    /(?:failed to (?:download|get|query|fetch)|Unable to update|unable to get)[^\n]*?`([^`]+)`/.exec(output)?.[1];
  if (what === undefined || !NETWORK.test(output)) return undefined;
  return {
    id: 'download',
    message: `The build cannot download ${what}.`,
    fix: [
      { text: 'Check the network, and HTTPS_PROXY where there is a proxy.' },
      { command: 'cargo vendor', text: 'copies the dependencies into the project, so that the build fetches none' },
    ],
  };
};

const NETWORK =
  /could not resolve host|couldn't resolve host|could not connect|couldn't connect|connection (?:refused|reset|timed out)|timed? ?out|spurious network error|network failure|error sending request|SSL (?:certificate|connect)|dns error|failed to connect|\[\d+\] .*(?:resolve|connect|SSL|Timeout)/i;
