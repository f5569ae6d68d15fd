import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cli, createWasmOci, emptyFolder, environment } from './run.js';

/** What such a build differs in. */
interface How {
  env?: Record<string, string>;
  /** The command that the compilation is: it never ends. */
  program?: string;
}

/** A main job whose build is under way. */
export interface UnderWay {
  child: ChildProcess;
  /** What it has printed by now. */
  said: { stdout: string; stderr: string };
  project: string;
}

/** Make prefers this file to our Makefile. It compiles for ever: what happens to the build happens while it is under way. */
const GNUMAKEFILE = (program: string) => `all:\n\t@echo now compiling; exec ${program}\n`;

/** Starts the main job on an endless build, and waits until it compiles. */
export const compiling = (name: string, how?: How): Promise<UnderWay> => starting(name, /^ {2}now compiling$/m, how);

/** Starts the main job on an endless build, and waits until it says so. */
export async function starting(
  name: string,
  until: RegExp,
  { env = {}, program: forEver = 'tail -f /dev/null' }: How = {},
): Promise<UnderWay> {
  const cwd = await emptyFolder();
  await createWasmOci([name, '--language', 'c', '--yes', '--no-build'], { cwd });
  await writeFile(join(cwd, name, 'GNUmakefile'), GNUMAKEFILE(forEver));
  const [program, script] = cli();
  const child = spawn(program, [script, name, '--yes', '--engine', 'podman'], {
    cwd,
    env: environment(env),
    // A process group of its own, as a terminal makes one: Ctrl-C reaches everything in it.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    said.stdout += chunk;
  });
  await new Promise<void>((resolve, reject) => {
    child.stderr.on('data', (chunk) => {
      said.stderr += chunk;
      if (until.test(said.stderr)) resolve();
    });
    child.once('close', () => reject(new Error(`it ended before it said that:\n${said.stderr}`)));
  });
  return { child, said, project: join(cwd, name) };
}

/** Waits for the end. */
export async function exitCodeOf(child: ChildProcess): Promise<number | null> {
  const [code] = await once(child, 'close');
  return code;
}

/** The processes of a group that still live. */
export async function alive(group: number): Promise<string[]> {
  const found: string[] = [];
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    const [state, , processGroup] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (Number(processGroup) === group && state !== 'Z') found.push(pid);
  }
  return found;
}
