import { docker } from './docker/info.js';
import { embedded } from './embedded/info.js';
import type { EngineFlag, EngineInfo } from './engine-info.js';
import { nerdctl } from './nerdctl/info.js';
import { podman } from './podman/info.js';

/** THE list of engines, in the order `auto` tries them, the question shows them, and the doctor looks at them. */
export const engines = [podman, docker, nerdctl, embedded] as const satisfies readonly EngineInfo[];

/** An engine by name. */
export type EngineId = (typeof engines)[number]['id'];

/** What `--engine` takes. */
export type EngineChoice = 'auto' | EngineId;

/** The engines as the question shows them. */
export const engineChoices: readonly { value: EngineChoice; name: string }[] = [
  { value: 'auto', name: 'auto: the first one that works on this machine' },
  ...engines.map(({ id, uses }) => ({ value: id, name: `${id}: ${uses}` })),
];

/** The engine that is used where several work. */
export const firstChoice = podman;

/** What an engine is and can do; undefined for a word that names none. */
export function engineInfo(id: string): EngineInfo | undefined {
  return engines.find((engine) => engine.id === id);
}

/** The engines that can do something. */
export function enginesThat(can: (engine: EngineInfo) => unknown): EngineInfo[] {
  return engines.filter((engine: EngineInfo) => can(engine));
}

/** The engine that a flag is for; undefined for a flag that every engine supports. */
export function engineWithFlag(flag: string): EngineInfo | undefined {
  return enginesThat(({ flags = [] }) => flags.includes(flag as EngineFlag))[0];
}

/** Whether an engine compiles on this machine itself, with the user's rights, and not in a container. */
export function compilesOnHost(engine: string): boolean {
  return engineInfo(engine)?.compilesOnHost === true;
}

/** The options that build a project whose files are written, where there is no container engine. */
export const withoutEngine: readonly string[] = ['--engine', embedded.id, '--no-write', '--yes'];
