import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { environment, run } from './support/run.js';

/** The newest of each major version that Node 20 runs. */
describe.each(['9.9.4', '10.9.9', '11.21.2'])('started by npm %s', (version) => {
  let npm = '';
  const folder = dirname(dirname(inject('installed')));

  beforeAll(async () => {
    const place = join(folder, `npm-${version}`);
    await mkdir(place, { recursive: true });
    await writeFile(join(place, 'package.json'), '{}');
    const got = await run('npm', ['install', `npm@${version}`, '--no-audit', '--no-fund'], { cwd: place });
    expect(got.exitCode, got.stderr).toBe(0);
    npm = join(place, 'node_modules/npm/bin/npm-cli.js');
  });

  /** Runs npm in the folder that the package is installed in: it takes a package from there before it asks a registry. */
  async function started(args: string[]) {
    const { stdout, stderr, exitCode } = await run(process.execPath, [npm, ...args], { cwd: folder, env: own() });
    return { exitCode, stdout, stderr, files: await readdir(folder) };
  }

  it.each([
    [['init', 'wasm-oci', 'hello', '--language=c', '--no-build'], 'npm init wasm-oci hello -- --language c --no-build'],
    [['init', 'wasm-oci', 'doctor', '--engine', 'podman'], 'npm init wasm-oci doctor -- --engine podman'],
    [['init', 'wasm-oci', 'hello', '--language', 'c', '--json'], 'npm init wasm-oci hello -- --language c --json'],
    [['exec', 'create-wasm-oci', 'hello', '--dry-run'], 'npm exec create-wasm-oci -- hello --dry-run'],
  ])('%j stops before anything is done', async (args, line) => {
    const before = await readdir(folder);
    const { exitCode, stderr, files } = await started(args);
    expect(stderr).toMatch(/^error: npm took th(?:is option|ese options) for itself/m);
    const fix = /^ {2}fix: (.*)$/m.exec(stderr)?.[1] ?? '';
    expect(fix.split(' ').sort()).toEqual(line.split(' ').sort());
    expect(exitCode).toBe(1);
    expect(files).toEqual(before);
  });

  it('the line it shows does what was meant', async () => {
    const { exitCode, stdout, stderr } = await started(['init', 'wasm-oci', 'hello', '--', '--dry-run', '--json']);
    expect(exitCode, stderr).toBe(0);
    expect(JSON.parse(stdout.slice(stdout.indexOf('{')))).toMatchObject({ dryRun: true, directory: 'hello' });
  });
});

/** This process's environment without what another npm, which runs the tests, left in it. */
function own(): Record<string, string> {
  return Object.fromEntries(
    Object.keys(environment())
      .filter((name) => /^npm_/.test(name))
      .map((name) => [name, '']),
  );
}
