import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/**
 * A new name for a file or folder of this process. Another process can tell from it whether this one has ended: it holds
 * the process's number, which of all processes of that number it is, and on which machine.
 */
export function ownName(): string {
  return `${process.pid}-${lifeOf(process.pid)}-${machine()}-${randomBytes(4).toString('hex')}`;
}

/** The number of the process that a name was made by. Undefined when it is no such name. */
export function processIn(name: string): number | undefined {
  const pid = /^(\d{1,10})-[0-9a-f]{12}-[0-9a-f]{12}-[0-9a-f]{8}$/.exec(name)?.[1];
  return pid === undefined ? undefined : Number(pid);
}

/** Whether the process that a name was made by has certainly ended. One of another machine may run. */
export function hasEnded(name: string): boolean {
  const pid = processIn(name);
  const [, life, where] = name.split('-');
  if (pid === undefined || where !== machine()) return false;
  return !isRunning(pid) || isZombie(pid) || life !== lifeOf(pid);
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Another user's process may not be asked, but it is there.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** One that has ended keeps its number until its parent asks for it, and in a container perhaps nobody does. */
function isZombie(pid: number): boolean {
  return statOf(pid)[0] === 'Z';
}

/** What tells a process from an earlier one of the same number: when it started, since which start of the system. */
function lifeOf(pid: number): string {
  // proc(5): starttime is field 22.
  return digest(`${ownerText('/proc/sys/kernel/random/boot_id')} ${statOf(pid)[19] ?? ''}`);
}

/** What Linux tells of a process, from field 3 (its state). The name before it, in parentheses, may hold anything. */
function statOf(pid: number): string[] {
  const stat = ownerText(`/proc/${pid}/stat`);
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

/** Process numbers mean something on one machine, in one container. */
function machine(): string {
  return digest(`${hostname()} ${linkOf('/proc/self/ns/pid')}`);
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}

function ownerText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
