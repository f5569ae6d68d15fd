import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import sirv from 'sirv';
import { inject } from 'vitest';
import { root } from '../../../scripts/set-up.mjs';
import { run } from './run.js';

/** A Chromium to open pages with, or why there is none. */
export type FoundBrowser = { browser: Browser } | { missing: string };

/** Starts the lab's Chromium where the lab is in use; elsewhere the machine's own, by the names that packages give it. */
export async function findBrowser(): Promise<FoundBrowser> {
  const executablePath = inject('lab') ? await labChromium() : await machineChromium();
  if (!executablePath) return { missing: 'no chromium is on PATH, and the lab is not in use' };
  return { browser: await chromium.launch({ executablePath }) };
}

async function labChromium(): Promise<string> {
  const { exitCode, stdout, stderr } = await run(join(root, 'test/lab/browser-up'), []);
  if (exitCode !== 0) throw new Error(`test/lab/browser-up: exit code ${exitCode}\n${stderr}`);
  return join(stdout.trim(), 'chromium');
}

async function machineChromium(): Promise<string | undefined> {
  const names = ['chromium', 'chromium-headless-shell', 'google-chrome'];
  const { stdout } = await run('sh', ['-c', names.map((name) => `command -v ${name}`).join(' || ')]);
  return stdout.trim() || undefined;
}

/** Serves a folder as a static web server does, on a free port of loopback. */
export async function serveFolder(folder: string): Promise<{ address: string; close(): void }> {
  const server: Server = createServer(sirv(folder));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { address: `http://127.0.0.1:${port}`, close: () => server.close() };
}
