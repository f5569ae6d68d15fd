import { inMachine, type System } from '../system/system.js';
import { moreMemory, restartMachine } from './podman/machine-advice.js';
import type { Program, Symptom } from './symptom.js';

/** An engine or a command of the build that was ended from outside: nothing is wrong with the sources. */
export const interruptedSymptoms: readonly Symptom[] = [
  {
    // A client of Podman whose service is gone says "server probably quit" of a build, and "wait for container" of a run;
    // buildx says "rpc error" of a dockerd (docker/buildx #2064, #2789).
    id: 'service-gone',
    when: ['build', 'run', 'push'],
    shows:
      /server probably quit|(?:wait for|attach to) container: .*(?:connect:|EOF|connection reset|closed)|code = Unavailable .*(?:EOF|connection|closing)/i,
    means: 'The service of the container engine ended meanwhile; nothing is wrong with the project.',
    fix: (system, program) => [...startService(system, program), 'Then run the same command again.'],
  },
  {
    // buildah says "container exited on killed" of a RUN whose first process was ended by SIGKILL: by a service that is
    // asked to stop (SIGTERM), and by a kernel without memory; "signal: terminated" where the service ends the runtime
    // first. A shell in between reports 137.
    id: 'build-killed',
    when: ['build'],
    shows:
      /container exited on (?:killed|terminated|hangup|interrupt)|while running runtime: signal: |exit (?:status|code:?) (?:137|143)\b|signal: 9, SIGKILL/,
    means:
      "A command of the build was ended from outside: the engine's service was stopped, or memory ran out. Nothing is wrong with the project.",
    fix: (system, program) => [
      ...(program === 'podman' && isRemote(system) ? ['podman info   shows whether the service answers'] : []),
      ...(program === 'podman' && system.machine ? moreMemory(system) : []),
      'Run the same command again; where memory is short, end other programs before.',
    ],
  },
];

function isRemote(system: System): boolean {
  return inMachine(system) || system.elsewhere === true;
}

function startService(system: System, program: Program): string[] {
  if (program === 'docker') {
    return system.platform === 'linux'
      ? ['sudo systemctl start docker', 'journalctl -u docker   shows why it ended']
      : ['Start Docker Desktop.'];
  }
  if (system.machine) return restartMachine({ name: system.machine });
  if (system.platform !== 'linux') return ['podman machine list   shows whether the machine runs'];
  return ['podman system connection list   shows where the service is', 'podman info   shows whether it answers'];
}
