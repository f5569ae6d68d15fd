import { readdir, readFile } from 'node:fs/promises';
import type { EngineId } from '../../../core/engines/choices.js';
import { docker } from '../../../core/engines/docker/engine.js';
import { embedded } from '../../../core/engines/embedded/engine.js';
import type { ConfFile } from '../../../core/engines/podman/containers-conf.js';
import { podman } from '../../../core/engines/podman/engine.js';
import { compilers, type LanguageId } from '../../../core/languages/languages.js';
import { builderImage, loadBuilderPins } from '../../../core/project/templates.js';
import { userHome } from '../../../core/system/own-folders.js';
import { templatesFolder } from '../../../core/system/package-root.js';
import { type Finished, run } from '../../../core/system/process.js';
import { type System, thisSystem } from '../../../core/system/system.js';
import type { Finding as Toolchain } from '../../../core/toolchain/local-compiler.js';
import { findToolchain } from '../../../core/toolchain/toolchain.js';
import { type ProbeOutcome, probeEmbedded, probeEngine } from '../probe/probe.js';

/** A language and the image that its projects are built in. */
export interface Builder {
  language: LanguageId;
  title: string;
  image: string;
}

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
  probe(engine: EngineId): Promise<ProbeOutcome>;
}

/** This machine. */
export async function theseSurroundings(offline: boolean, signal: AbortSignal): Promise<Surroundings> {
  const engines = { podman, docker };
  const pins = await loadBuilderPins(templatesFolder);
  return {
    system: await thisSystem(),
    env: process.env,
    home: userHome(),
    node: process.versions.node,
    offline,
    builders: compilers.map(({ id, title }) => ({ language: id, title, image: builderImage(pins, id) })),
    ask: (program, args, timeout) => run(program, args, { timeout, signal }),
    confFiles,
    toolchain: (language) => findToolchain(language, { signal }),
    probe: (engine) => (engine === 'embedded' ? probeEmbedded(embedded, signal) : probeEngine(engines[engine], signal)),
  };
}

async function confFiles(path: string): Promise<ConfFile[]> {
  if (!path.endsWith('/')) {
    const text = await readFile(path, 'utf8').catch(() => undefined);
    return text === undefined ? [] : [{ path, text }];
  }
  const names = await readdir(path).catch(() => []);
  const files = names.filter((name) => name.endsWith('.conf')).sort();
  return (await Promise.all(files.map((name) => confFiles(`${path}${name}`)))).flat();
}
