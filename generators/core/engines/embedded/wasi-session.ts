import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ExitCode, Failure } from '../../failure.js';
import { shown } from '../../options/invalid.js';
import type { Session } from '../session.js';

/** What the process that runs a module under Node's WASI is given (toolchains/wasi/run.mjs). */
export interface WasiOptions {
  env: Record<string, string>;
  /** Folders of this machine by their place for the program. */
  preopens: Record<string, string>;
}

/**
 * A session as Node's WASI has it.
 *
 * @throws Failure (wrong input) for what only a container has: a port, a volume with a name, a folder that is only read
 */
export async function wasiOptions({ env, volumes, ports }: Session): Promise<WasiOptions> {
  if (ports.length > 0) throw refused(`--publish ${ports[0]}: Node's WASI has no sockets.`);
  return {
    env: Object.fromEntries(env.flatMap(wasiVariable)),
    preopens: Object.fromEntries(await Promise.all(volumes.map(preopen))),
  };
}

/** `NAME=VALUE`, or `NAME`, which has this process's value where it has one. */
function wasiVariable(text: string): [name: string, value: string][] {
  const [name = '', ...rest] = text.split('=');
  if (name === '') throw refused(`--env ${shown(text)} has no name.`);
  if (rest.length > 0) return [[name, rest.join('=')]];
  const own = process.env[name];
  return own === undefined ? [] : [[name, own]];
}

async function preopen(text: string): Promise<[place: string, folder: string]> {
  // A drive of Windows has a colon of its own.
  const [, folder = '', place = '', flags = ''] = /^((?:[A-Za-z]:[\\/])?[^:]*):(\/[^:]*)(?::(.*))?$/.exec(text) ?? [];
  if (place === '') throw refused(`--volume ${shown(text)} is not FOLDER:PLACE, with a place that begins with /.`);
  if (!/[\\/.]/.test(folder)) throw refused(`--volume ${shown(text)}: the embedded engine has no volumes with names.`);
  if (flags.split(',').includes('ro'))
    throw refused(`--volume ${shown(text)}: Node's WASI cannot make a folder read-only.`);
  const path = resolve(folder);
  if (!(await stat(path).catch(() => undefined))?.isDirectory())
    throw refused(`--volume ${shown(text)}: ${path} is not a folder.`);
  return [place, path];
}

function refused(message: string): Failure {
  return new Failure(message, {
    exitCode: ExitCode.wrongInput,
    fix: [{ text: 'A container engine may: --engine podman' }],
  });
}
