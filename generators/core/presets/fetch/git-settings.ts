import { ExitCode, Failure } from '../../failure.js';

/** A preset weighs kilobytes: what takes longer waits for a host that does not answer. */
export const GIT_FETCH_LIMIT = 120_000;

// A user's settings for their own repositories, and whatever a repository could ask for, has no say here.
const settings = (...each: string[]) => each.flatMap((setting) => ['-c', setting]);
export const LOCAL = settings('core.hooksPath=/dev/null', 'core.fsmonitor=false', 'protocol.allow=never');
export const SAFE = [
  ...LOCAL,
  // Git's other transports run programs (ext::), or do not tell who answers (git://, http://).
  ...settings(...['https', 'ssh', 'file'].map((name) => `protocol.${name}.allow=always`)),
  // Large files go from the network to the disk, a piece at a time.
  ...settings('core.bigFileThreshold=8m', 'fetch.unpackLimit=1'),
];

/**
 * Never asks in the terminal: a question would appear below the progress line, and in CI wait for ever. ssh opens the
 * terminal by itself, unless it is to ask in a window, with the program of SSH_ASKPASS; where there is none, it fails.
 */
export const QUIET = { GIT_TERMINAL_PROMPT: '0', SSH_ASKPASS_REQUIRE: 'force', GIT_NO_LAZY_FETCH: '1', LC_ALL: 'C' };

/** @param what the sentence of what was not done, without its end */
export function noGit(what: string): Failure {
  return new Failure(`${what}: git was not found.`, {
    exitCode: ExitCode.wrongInput,
    fix: [{ text: 'Install git (https://git-scm.com), or give the preset by a path.' }],
  });
}
