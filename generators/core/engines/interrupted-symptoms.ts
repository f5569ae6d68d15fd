import type { Fix } from '../failure.js';
import type { System } from '../system/system.js';
import type { Symptom } from './known-errors.js';

/**
 * The service of an engine that ended meanwhile: nothing is wrong with the sources.
 *
 * @param start the commands that start it
 */
export function serviceGone(start: (system: System) => Fix[]): Symptom {
  return {
    // A client of Podman whose service is gone says "server probably quit" of a build, and "wait for container" of a run;
    // buildx says "rpc error" of a dockerd (docker/buildx #2064, #2789).
    id: 'service-gone',
    when: ['build', 'run', 'push'],
    shows:
      /server probably quit|(?:wait for|attach to) container: .*(?:connect:|EOF|connection reset|closed)|code = Unavailable .*(?:EOF|connection|closing)/i,
    means: 'The service of the container engine ended meanwhile; nothing is wrong with the project.',
    fix: (system) => [...start(system), { text: 'Then run the same command again.' }],
  };
}

/**
 * A command of the build that was ended from outside.
 *
 * @param first what to do before the build is repeated
 */
export function buildKilled(first: (system: System) => Fix[]): Symptom {
  return {
    // buildah says "container exited on killed" of a RUN whose first process was ended by SIGKILL: by a service that is
    // asked to stop (SIGTERM), and by a kernel without memory. It says "signal: terminated" where the service ends the
    // runtime first. A shell in between reports 137.
    id: 'build-killed',
    when: ['build'],
    shows:
      /container exited on (?:killed|terminated|hangup|interrupt)|while running runtime: signal: |exit (?:status|code:?) (?:137|143)\b|signal: 9, SIGKILL/,
    means:
      "A command of the build was ended from outside: the engine's service was stopped, or memory ran out. Nothing is wrong with the project.",
    fix: (system) => [
      ...first(system),
      { text: 'Run the same command again; where memory is short, end other programs before.' },
    ],
  };
}
