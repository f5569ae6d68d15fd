import type { ChecksOf } from './check.js';
import type { Commands, Runnable } from './commands.js';
import type { Engine } from './engine.js';

/** A flag that not every engine supports. */
export type EngineFlag = 'artifact' | 'layout' | 'load';

/**
 * What an engine is called and can do, for code that builds nothing: questions, help, presets, reports. It is loaded at
 * every start, so that the engine itself comes by `engine`.
 */
export interface EngineInfo {
  readonly id: string;
  /** As reports call it. */
  readonly title: string;
  /** What it builds and runs with: behind its id, where the user chooses. */
  readonly uses: string;
  /** The program that is looked for on PATH, of an engine that is one. */
  readonly program?: string;
  /** It compiles on this machine itself, with the user's rights, and not in a container. */
  readonly compilesOnHost?: true;
  /** It builds by the project's Containerfile, and so by whatever build files that names. */
  readonly readsBuildFile?: true;
  /** It keeps images in a store of its own. */
  readonly hasStore?: true;
  /** Few machines have it: where it is missing, `auto` and the doctor say nothing of it. */
  readonly rarelyInstalled?: true;
  /** It asks registries for the digests of images. */
  readonly readsRegistries?: true;
  /** The flags that only it supports. */
  readonly flags?: readonly EngineFlag[];
  /** What it runs has no sockets: it runs no service. */
  readonly noSockets?: true;
  /** What the report says of every run. */
  readonly runNote?: string;
  /** Command lines for a user to repeat, of an image that is in its store or is going to be. */
  readonly commands?: (target: Runnable) => Commands;
  /** Asks early what takes a while, before the engine itself is loaded. */
  readonly prefetch?: () => void;
  /** The engine itself. */
  engine(): Promise<Engine>;
  /** What the doctor checks of it. */
  checks(): Promise<ChecksOf>;
}
