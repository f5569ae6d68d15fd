import { readdir, readFile } from 'node:fs/promises';
import type { Surroundings } from '../../core/engines/check.js';
import type { ConfFile } from '../../core/engines/podman/containers-conf.js';
import { compilers } from '../../core/languages/languages.js';
import { builderImage, loadBuilderPins } from '../../core/project/templates.js';
import { userHome } from '../../core/system/own-folders.js';
import { templatesFolder } from '../../core/system/package-root.js';
import { run } from '../../core/system/process.js';
import { thisSystem } from '../../core/system/system.js';
import { findToolchain } from '../../core/toolchain/toolchain.js';
import { probe } from './probe.js';

/** This machine. */
export async function theseSurroundings(offline: boolean, signal: AbortSignal): Promise<Surroundings> {
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
    probe: (engine) => probe(engine, signal),
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
