import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { type Result, run } from './run.js';

/** Two versions of the package, and a registry that has both. */
export interface Versions {
  /** Paths of their tarballs. */
  tarballs: { old: string; next: string };
  /** The versions themselves. */
  old: string;
  next: string;
  /** What Node runs for the one and the other. */
  scripts: { old: string; next: string };
  /** Runs the one or the other, with the registry and a cache that are the tests' own. */
  run(which: 'old' | 'next', args: string[], options?: { cwd?: string; env?: Record<string, string> }): Promise<Result>;
  /** The variables that it runs them with. */
  settings: Record<string, string>;
  /** The tarballs that were fetched so far. */
  fetched: string[];
  stop(): Promise<void>;
}

/** What the newer version has changed: text of a template, and what it becomes. */
const EDITS: Readonly<Record<string, [RegExp, string]>> = {
  'package.json': [/"version": "[^"]+"/, '"version": "99.0.0"'],
  'templates/builders/Containerfile': [/wasi-sdk-\d+/, 'wasi-sdk-99'],
  'templates/shared/image.ejs': [/^STOPSIGNAL .*$/m, '# At once.\nSTOPSIGNAL SIGKILL'],
};

/** Packs the installed program as it is, and again under a higher version with other templates. */
export async function packVersions(): Promise<Versions> {
  const folder = await mkdtemp(join(tmpdir(), 'create-wasm-oci-versions-'));
  const installed = inject('installed');
  const { version: old } = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8'));
  const stage = join(folder, 'stage');
  await cp(installed, stage, { recursive: true });
  const tarballs = { old: await pack(stage, folder, 'old.tgz'), next: '' };
  for (const [path, [pattern, text]] of Object.entries(EDITS)) {
    const before = await readFile(join(stage, path), 'utf8');
    const after = before.replace(pattern, text);
    if (after === before) throw new Error(`${path} no longer holds ${pattern}`);
    await writeFile(join(stage, path), after);
  }
  tarballs.next = await pack(stage, folder, 'next.tgz');
  await writeFile(join(folder, 'package.json'), '{}');
  await must('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', tarballs.next], folder);

  const scripts = {
    old: join(installed, 'dist/cli.js'),
    next: join(folder, 'node_modules/create-wasm-oci/dist/cli.js'),
  };
  const registry = await serve({ [old]: tarballs.old, '99.0.0': tarballs.next });
  const settings = {
    XDG_CACHE_HOME: join(folder, 'cache'),
    XDG_STATE_HOME: join(folder, 'state'),
    npm_config_cache: join(folder, 'npm'),
    npm_config_registry: registry.url,
  };
  return {
    tarballs,
    old,
    next: '99.0.0',
    scripts,
    run: (which, args, { cwd, env } = {}) =>
      run(process.execPath, [scripts[which], ...args], { ...(cwd && { cwd }), env: { ...settings, ...env } }),
    settings,
    fetched: registry.fetched,
    stop: async () => {
      registry.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function pack(stage: string, folder: string, name: string): Promise<string> {
  const args = ['pack', '--ignore-scripts', '--loglevel=error', '--pack-destination', folder];
  const printed = (await must('npm', args, stage)).trim().split('\n').at(-1) ?? '';
  await rename(join(folder, printed), join(folder, name));
  return join(folder, name);
}

/** The part of npm's protocol that installs a package. */
async function serve(tarballs: Record<string, string>) {
  const fetched: string[] = [];
  const files = new Map(
    await Promise.all(
      Object.entries(tarballs).map(async ([version, path]) => [version, await readFile(path)] as const),
    ),
  );
  const server = createServer((request, response) => {
    const version = /^\/create-wasm-oci\/-\/(.*)\.tgz$/.exec(request.url ?? '')?.[1];
    if (version !== undefined) {
      fetched.push(version);
      return response.end(files.get(version));
    }
    if (request.url !== '/create-wasm-oci') return response.writeHead(404).end('{}');
    const versions = [...files].map(([version, bytes]) => {
      const tarball = `http://${request.headers.host}/create-wasm-oci/-/${version}.tgz`;
      const integrity = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
      return [version, { name: 'create-wasm-oci', version, dist: { tarball, integrity } }];
    });
    const latest = [...files.keys()].at(-1);
    const document = { name: 'create-wasm-oci', 'dist-tags': { latest }, versions: Object.fromEntries(versions) };
    return response.end(JSON.stringify(document));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, fetched, stop: () => void server.close() };
}

/** Runs a program that must succeed. Returns its stdout. */
export async function must(program: string, args: string[], cwd: string): Promise<string> {
  const { exitCode, stdout, stderr } = await run(program, args, { cwd });
  if (exitCode !== 0) throw new Error(`${program} ${args.join(' ')}: exit code ${exitCode}\n${stdout}${stderr}`);
  return stdout;
}
