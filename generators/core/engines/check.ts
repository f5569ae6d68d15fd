import type { Failure, Fix } from '../failure.js';
import type { LanguageId } from '../languages/languages.js';
import type { Finished } from '../system/process.js';
import type { System } from '../system/system.js';
import type { CompilerFinding as Toolchain } from '../toolchain/local-compiler.js';
import type { EngineId } from './engines.js';
import { ASK_DOCTOR, notInstalled, SKIP_RUN } from './explain.js';
import type { KnownErrors } from './known-errors.js';
import type { ConfFile } from './podman/containers-conf.js';

/** What the report shows: a check that was not made is `skipped`, and says why. */
export type CheckState = 'ok' | 'warning' | 'problem' | 'skipped';

/**
 * What a check came to. `absent` is not in the report: what was looked for is not installed, and whether that is a
 * problem is known when every engine has been looked at.
 */
export interface Finding {
  state: CheckState | 'absent';
  /** What was found, in one line. */
  found: string;
  /** Commands or sentences that fix it, in the order to follow. */
  fix: readonly Fix[];
  /** The last lines of a program that failed for an unknown reason. */
  output?: readonly string[];
}

/** One thing to look at. Checks run side by side. */
export interface Check {
  /** Stable, for scripts. */
  id: string;
  /** Why it matters, in one sentence. */
  why: string;
  /** The engine works where its proof is given, and nothing that is needed is a problem. */
  decides?: 'proof' | 'needed';
  /** Never throws for what it finds. */
  look(): Promise<Finding>;
}

/** The checks of an engine, in the order of the report: what comes first explains what comes after it. */
export type ChecksOf = (surroundings: Surroundings) => readonly Check[];

/** A language and the image that its projects are built in. */
export interface Builder {
  language: LanguageId;
  title: string;
  image: string;
}

/** Whether an engine built the probe and ran it; or what went wrong. */
export type ProbeOutcome = { works: true; seconds: number; rebuilt: boolean } | { works: false; why: Failure };

/**
 * Everything that the checks touch outside of this program: the edge. Tests hand in what was captured on systems
 * they do not run on.
 */
export interface Surroundings {
  system: System;
  env: NodeJS.ProcessEnv;
  home: string;
  /** Node's version, without the v. */
  node: string;
  offline: boolean;
  builders: readonly Builder[];
  /** Runs a program to its end. `timeout` in milliseconds. */
  ask(program: string, args: readonly string[], timeout: number): Promise<Finished>;
  /** Reads a configuration file, or every `*.conf` of a folder (a path that ends in `/`). What is not there is no file. */
  confFiles(path: string): Promise<ConfFile[]>;
  toolchain(language: LanguageId): Promise<Toolchain>;
  /** Builds and runs a small image with an engine. */
  probe(engine: EngineId): Promise<ProbeOutcome>;
}

/** Calls a function at the first call, and gives everyone that one result: what several checks ask is asked once. */
export function once<Result>(work: () => Promise<Result>): () => Promise<Result> {
  let result: Promise<Result> | undefined;
  return () => {
    result ??= work();
    return result;
  };
}

/** Why a program was not even started; undefined when it was. */
export function notRunning(name: string, { missing, unstartable }: Finished): string | undefined {
  if (missing) return `${name} is not installed`;
  return unstartable === undefined ? undefined : `${name} cannot be started`;
}

/** The proof of a container engine: it builds and runs an image. `silent` says why it was not tried. */
export function probeCheck(
  id: string,
  silent: () => Promise<string | undefined>,
  probe: () => Promise<ProbeOutcome>,
): Check {
  return {
    id,
    why: 'The proof: a tiny module is built into an image for wasi/wasm, run, and its output compared. It needs no network.',
    decides: 'proof',
    async look() {
      const why = await silent();
      return why ? skipped(why) : probeFinding(await probe());
    },
  };
}

/** What the probe came to. */
export function probeFinding(outcome: ProbeOutcome): Finding {
  if (!outcome.works) return failedCheck(outcome.why);
  const done = `an image for wasi/wasm was built and run in ${outcome.seconds.toFixed(1)} s, and printed what it should`;
  if (!outcome.rebuilt) return ok(done);
  return warning(`${done}, but only without the layer cache, which held one for another platform`, [
    { command: 'podman build --no-cache --platform=wasi/wasm .' },
  ]);
}

/** All is well. */
export function ok(found: string): Finding {
  return { state: 'ok', found, fix: [] };
}

/** It works, but there is something to know. */
export function warning(found: string, fix: readonly Fix[]): Finding {
  return { state: 'warning', found, fix };
}

/** It does not work. */
export function problem(found: string, fix: readonly Fix[]): Finding {
  return { state: 'problem', found, fix };
}

/** It was not looked at. */
export function skipped(why: string): Finding {
  return { state: 'skipped', found: why, fix: [] };
}

/** It is not installed. */
export function absent(found: string, fix: readonly Fix[]): Finding {
  return { state: 'absent', found, fix };
}

/** An engine that is not installed. */
export function absentEngine(errors: KnownErrors, system: System): Finding {
  const { message, fix } = notInstalled(errors, system);
  return absent(message.replace(/\.$/, ''), fix);
}

/** A failure of the engines, as a problem, without advice to run the doctor or about the main job's flags. */
export function failedCheck({ message, fix, output }: Failure): Finding {
  const own = fix.filter((one) => one !== ASK_DOCTOR && one !== SKIP_RUN);
  return { state: 'problem', found: message, fix: own, ...(own.length === 0 && { output }) };
}
