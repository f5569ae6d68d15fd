import { chmod, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, type TestContext } from 'vitest';
import { bareMachine } from './support/bare-machine.js';
import { createWasmOci, emptyFolder, run } from './support/run.js';

/** The programs that a build with cargo needs, as they are on this machine. */
const PROGRAMS = ['cargo', 'cc', 'git', 'sh', 'uname'];

/** Where a program is on the PATH of the tests. */
const placeOf = async (name: string) => (await run('sh', ['-c', `command -v ${name}`])).stdout.trim();

/** A machine with cargo and git, and without container engines; and a build script that leaves a file. */
async function machine({ skip }: Pick<TestContext, 'skip'>) {
  const folder = await emptyFolder();
  const [bin, target, canary] = ['bin', 'target', 'canary'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  for (const path of [bin, target]) await mkdir(path);
  const { PATH = '' } = await bareMachine(bin);
  for (const name of PROGRAMS) {
    const place = await placeOf(name);
    if (place === '') skip(`needs ${name} on this machine`);
    await symlink(place, join(bin, name));
  }
  // cargo runs build scripts before it looks for the standard library of the target, so the target may be missing.
  const rustc = `case "$*" in *target-libdir*) echo '${target}' ;; *) exec '${await placeOf('rustc')}' "$@" ;; esac`;
  await writeFile(join(bin, 'rustc'), `#!/bin/sh\n${rustc}\n`);
  await chmod(join(bin, 'rustc'), 0o755);
  const script = `fn main() {\n    std::fs::write(${JSON.stringify(canary)}, "ran").unwrap();\n}\n`;
  const env = { PATH, CARGO_HOME: join(homedir(), '.cargo'), ...userOf(folder, 'one') };
  const canaryThere = () => readFile(canary, 'utf8').catch(() => undefined);
  return { folder, env, script, canaryThere };
}

/** A user's own settings, cache and state. */
function userOf(folder: string, name: string): Record<string, string> {
  const kinds = ['CONFIG', 'CACHE', 'STATE'];
  return Object.fromEntries(kinds.map((kind) => [`XDG_${kind}_HOME`, join(folder, name, kind)]));
}

/** A git repository with a preset of these files. */
async function publish(folder: string, toml: string, files: Record<string, string>): Promise<string> {
  const acme = join(folder, 'acme');
  const all = { 'wasm-oci.toml': `schema = 1\nname = "acme"\n${toml}`, ...files };
  for (const [path, text] of Object.entries(all)) {
    await mkdir(dirname(join(acme, path)), { recursive: true });
    await writeFile(join(acme, path), text);
  }
  const own = ['-C', acme, '-c', 'user.name=t', '-c', 'user.email=t@example.com'];
  for (const args of [
    ['init', '-q', '-b', 'main'],
    ['add', '-A'],
    ['commit', '-q', '-m', 'x'],
  ]) {
    const { exitCode, stderr } = await run('git', [...own, ...args]);
    expect(exitCode, stderr).toBe(0);
  }
  return `git+${pathToFileURL(acme).href}#main`;
}

const OVERLAY = '[overlay]\nshared = "all"\n';
const LOCKED = '[locked]\nengine = "embedded"\n';

/** Creates with these arguments: the script is not run. With trust it is, so the refusal is what kept it from running. */
async function refusedUntilTrusted(
  { canaryThere }: Pick<Awaited<ReturnType<typeof machine>>, 'canaryThere'>,
  args: string[],
  options: { cwd: string; env: Record<string, string> },
  message: string,
): Promise<void> {
  const refused = await createWasmOci([...args, '--yes'], options);
  expect(refused.exitCode, refused.stderr).toBe(1);
  expect(refused.stderr).toContain(message);
  expect(await canaryThere()).toBeUndefined();
  const trusted = await createWasmOci([...args, '--yes', '--trust-preset'], options);
  expect(await canaryThere(), trusted.stderr).toBe('ran');
}

const RUNS_CODE = 'holds files that run as code on this machine: all/build.rs (cargo)';
const ON_HOST = 'is not trusted, and the embedded engine compiles outside a container';

describe('with a preset that is not trusted, cargo runs no build script on this machine', () => {
  it.for<[string, string, string[]]>([
    ['where --engine embedded asks for it', OVERLAY, ['--engine', 'embedded']],
    ['where the preset locks the engine embedded', LOCKED + OVERLAY, []],
    ['where no container engine is on PATH', OVERLAY, []],
  ])('%s', async ([, toml, engine], test) => {
    const here = await machine(test);
    const { folder: cwd, env, script } = here;
    const preset = await publish(cwd, toml, { 'all/build.rs': script });
    const args = ['hello', '--language', 'rust', '--preset', preset, ...engine];
    await refusedUntilTrusted(here, args, { cwd, env }, RUNS_CODE);
  });

  it.for<[string, string, boolean, string[], string]>([
    ['of the preset in a clone', OVERLAY, true, ['--engine', 'embedded'], RUNS_CODE],
    ['of the clone itself, whose preset locks the engine', LOCKED, false, [], ON_HOST],
  ])('with --no-write: one %s', async ([, toml, inPreset, engine, message], test) => {
    const here = await machine(test);
    const { folder: cwd, env, script } = here;
    const preset = await publish(cwd, toml, inPreset ? { 'all/build.rs': script } : {});
    const args = ['clone', '--language', 'rust', '--preset', preset, '--no-build', '--trust-preset', '--yes'];
    const made = await createWasmOci(args, { cwd, env });
    expect(made.exitCode, made.stderr).toBe(0);
    if (!inPreset) await writeFile(join(cwd, 'clone/build.rs'), script);
    // The author trusts their preset; whoever clones the project does not.
    const other = { cwd, env: { ...env, ...userOf(cwd, 'other') } };
    await refusedUntilTrusted(here, ['clone', '--no-write', ...engine], other, message);
  });
});
