import { spawn } from 'node:child_process';
import { expect, onTestFinished } from 'vitest';
import { cli, environment } from './run.js';

/** `dev` in a process, and what it and the program have printed. */
export function develop(project: string, args: readonly string[], env: Record<string, string> = {}) {
  const [program, script] = cli();
  const child = spawn(program, [script, 'dev', ...args], { cwd: project, env: environment(env) });
  onTestFinished(() => void child.kill('SIGKILL'));
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (piece) => {
    said.stdout += piece;
  });
  child.stderr.on('data', (piece) => {
    said.stderr += piece;
  });
  const ended = new Promise((resolve) => child.on('close', resolve));
  const poll = (stream: 'stdout' | 'stderr') => expect.poll(() => said[stream], { timeout: 120_000, interval: 20 });
  return { child, said, ended, poll };
}
