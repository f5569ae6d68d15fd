import { attach } from '../system/attach.js';
import { pipe, run } from '../system/process.js';
import { type System, thisSystem } from '../system/system.js';

/** What an engine uses of this machine: the edge. Tests hand in programs that answer what was captured. */
export interface Host {
  /** Runs a program to its end. */
  run: typeof run;
  /** Runs a program whose stdout is read as it comes. */
  pipe: typeof pipe;
  /** Runs a program with this process's streams. */
  attach: typeof attach;
  /** The system that this program runs on. */
  system(): Promise<System>;
}

/** This machine. */
export const thisHost: Host = { run, pipe, attach, system: thisSystem };
