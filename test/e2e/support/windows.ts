import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { execa } from 'execa';
import { inject, onTestFinished } from 'vitest';
import { root } from '../../../scripts/set-up.mjs';
import type { Result } from './run.js';
import { type Terminal, terminalOf } from './terminal.js';

/** Versions of Node for Windows that the lab has. */
export type Node = 20 | 22 | 24;

/** How a program is run on the lab's Windows. */
export interface WindowsOptions {
  /** A folder of `windows.folder()`, by its path here. */
  cwd: string;
  node?: Node;
  /** Folders on PATH before those of Windows itself; Podman's when omitted. */
  path?: readonly string[];
  env?: Record<string, string>;
}

/** The lab's Windows: Wine with Node, npm and Podman. */
export interface Windows {
  /** The path here of C:. */
  drive: string;
  /** A new folder on C:, by its path here; gone when the test is over. */
  folder(): Promise<string>;
  /** A path of C: as Windows has it. */
  shown(path: string): string;
  /** Runs a program by its path there. Its stdout and stderr go to files: Wine's pipes end no stream. */
  run(line: readonly string[], options: WindowsOptions): Promise<Result>;
  /** Runs create-wasm-oci, as `npm install --global` has installed it. */
  cli(args: readonly string[], options: WindowsOptions): Promise<Result>;
  /** The same in a terminal. */
  terminal(args: readonly string[], options: WindowsOptions): Terminal;
  remove(): Promise<void>;
}

/** What is started has nothing of this machine's variables but what Wine and npm need to work here. */
const KEPT = /^(?:HOME|USER|LANG|WASM_OCI_LAB|XDG_CACHE_HOME|https?_proxy|no_proxy|npm_config_registry)$/i;

/** Brings up the lab's Windows with this package installed in it; or why there is none. */
export async function bringUpWindows(): Promise<Windows | { missing: string }> {
  if (!inject('lab')) return { missing: 'the lab is not in use' };
  if (process.arch !== 'x64') return { missing: `Wine runs x64 programs, and this machine is ${process.arch}` };
  const up = await execa(join(root, 'test/lab/windows-up'), { stdin: 'ignore', stderr: 'inherit' });
  const bin = up.stdout.trim();
  const lab = dirname(bin);
  const drive = join(lab, 'prefix/drive_c');
  const home = await mkdtemp(join(drive, 'test-'));
  const windows = windowsOf(bin, drive, home, readFileSync(join(lab, 'service-port'), 'utf8').trim());
  const packed = await mkdtemp(join(tmpdir(), 'create-wasm-oci-windows-'));
  try {
    const args = ['pack', '--silent', '--ignore-scripts', '--pack-destination', packed, inject('installed')];
    const tarball = execFileSync('npm', args, { encoding: 'utf8' }).trim();
    await cp(join(packed, tarball), join(home, 'package.tgz'));
  } finally {
    await rm(packed, { recursive: true, force: true });
  }
  const npm = ['N:\\node20\\node.exe', 'N:\\node20\\node_modules\\npm\\bin\\npm-cli.js'];
  const install = ['install', '--global', '--no-audit', '--no-fund', '--prefix', `${windows.shown(home)}\\global`];
  await mkdir(join(home, 'global'));
  const done = await windows.run([...npm, ...install, '.\\package.tgz'], { cwd: home });
  if (done.exitCode !== 0) throw new Error(`npm install --global: ${done.stdout}${done.stderr}`);
  return windows;
}

function windowsOf(bin: string, drive: string, home: string, port: string): Windows {
  const shown = (path: string) => `C:\\${path.slice(drive.length + 1).replaceAll('/', '\\')}`;
  const variables = ({ node = 20, path = ['N:\\podman'], env = {} }: WindowsOptions) => ({
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => KEPT.test(name))),
    PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
    WINEPATH: [...path, `N:\\node${node}`, `${shown(home)}\\global`].join(';'),
    CONTAINER_HOST: `tcp://127.0.0.1:${port}`,
    npm_config_registry: registry(),
    npm_config_update_notifier: 'false',
    ...certificates(),
    NO_COLOR: '1',
    ...env,
  });
  const script = ({ node = 20 }: WindowsOptions) => [
    `N:\\node${node}\\node.exe`,
    `${shown(home)}\\global\\node_modules\\create-wasm-oci\\dist\\cli.js`,
  ];
  let runs = 0;
  const run: Windows['run'] = async (line, options) => {
    const paths = ['out', 'err'].map((name) => join(home, `${name}-${runs++}`));
    const files = await Promise.all(paths.map((path) => open(path, 'w')));
    const [stdout, stderr] = files.map(({ fd }) => fd);
    const child = spawn(join(bin, 'wine'), line, {
      cwd: options.cwd,
      env: variables(options),
      stdio: ['ignore', stdout ?? 'ignore', stderr ?? 'ignore'],
    });
    const [exitCode] = (await once(child, 'exit')) as [number | null];
    await Promise.all(files.map((file) => file.close()));
    const [out = '', err = ''] = await Promise.all(paths.map((path) => readFile(path, 'utf8')));
    return { exitCode: exitCode ?? undefined, stdout: out, stderr: err };
  };
  return {
    drive,
    shown,
    run,
    async folder() {
      const folder = await mkdtemp(join(home, 'work-'));
      onTestFinished(() => rm(folder, { recursive: true, force: true }));
      return folder;
    },
    cli: (args, options) => run([...script(options), ...args], options),
    terminal: (args, options) =>
      terminalOf([join(bin, 'wine'), ...script(options), ...args], options.cwd, variables(options)),
    remove: () => rm(home, { recursive: true, force: true }),
  };
}

function registry(): string {
  return execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' }).trim();
}

/** A machine behind a proxy of its own has its certificates in a file, which is below Z: there. */
function certificates(): Record<string, string> {
  const file = process.env.NODE_EXTRA_CA_CERTS;
  if (!file || !existsSync(file)) return {};
  return { NODE_EXTRA_CA_CERTS: `Z:${resolve(file).replaceAll('/', '\\')}` };
}
