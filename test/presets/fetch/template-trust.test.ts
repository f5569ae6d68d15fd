import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { embedded } from '../../../generators/core/engines/embedded/engine.js';
import type { Target } from '../../../generators/core/engines/engine.js';
import { selectEngine } from '../../../generators/core/engines/select.js';
import type { Trust } from '../../../generators/core/options/trust.js';
import { checkAnswers } from '../../../generators/core/presets/check-answers.js';
import { resolvePreset, resolveStoredPreset } from '../../../generators/core/presets/fetch/resolve-preset.js';
import { notOnHost } from '../../../generators/core/presets/host-build.js';
import { referenceFor } from '../../../generators/core/presets/reference.js';
import { write } from '../../support/files.js';
import { commitAll, presetHome } from '../../support/preset-home.js';
import { LEAST } from '../../support/presets.js';

let cwd: string;

beforeEach(async () => {
  cwd = await presetHome();
});

const resolve = (given: string, how: { trust?: Trust; named?: boolean } = {}) =>
  resolvePreset(given, { cwd, from: '--preset', named: true, ...how });

/** Commits a preset whose overlay holds these files. */
async function publish(files: Record<string, string>, more = ''): Promise<void> {
  const all = {
    'wasm-oci.toml': `${LEAST}${more}[overlay]
shared = "all"
`,
    ...files,
  };
  await write(join(cwd, 'acme'), all);
  commitAll(join(cwd, 'acme'));
}

const codeOf = (...files: string[]) => ({
  exitCode: 1,
  message: expect.stringContaining(`holds files that run as code on this machine: ${files.join(', ')}.`),
});

describe('a preset from elsewhere', () => {
  it('with files that tools run is refused until it is trusted, and each file is named with its tool', async () => {
    await publish({ 'all/build.rs': '', 'all/.cargo/config.toml': '', 'all/README.md': '', 'all/x.ejs': '' });
    await expect(resolve('./acme#main')).rejects.toMatchObject(
      codeOf('all/.cargo/config.toml (cargo)', 'all/build.rs (cargo)', 'all/x.ejs (a template)'),
    );
    expect(await resolve('./acme#main', { trust: true })).toMatchObject({ trusted: true });
    expect(await resolve('./acme#main')).toMatchObject({ trusted: true });
  });

  it('is refused for what npm renames on the way, and for a licence that is a build script', async () => {
    await publish({ 'all/_npmrc': 'registry=https://evil.example/\n' });
    await expect(resolve('./acme#main')).rejects.toMatchObject(codeOf('all/_npmrc (npm)'));
    await publish({ 'all/_npmrc': '', 'x/build.rs': '' }, '[license]\nfile = "x/build.rs"\n');
    await expect(resolve('./acme#main')).rejects.toMatchObject(codeOf('x/build.rs (cargo)', 'all/_npmrc (npm)'));
  });

  it('asks again when a file of it becomes executable', async () => {
    await publish({ 'all/run.sh': 'exit 0\n', 'all/build.rs': '' });
    const before = await resolve('./acme#main', { trust: true });
    await chmod(join(cwd, 'acme/all/run.sh'), 0o755);
    commitAll(join(cwd, 'acme'));
    await expect(resolve('./acme#main')).rejects.toMatchObject(codeOf('all/build.rs (cargo)'));
    const after = await resolve('./acme#main', { trust: true });
    // What projects store is the content, as it was.
    expect(after.hash).toBe(before.hash);
    expect(await resolve('./acme#main')).toMatchObject({ trusted: true });
  });

  it('is trusted by its hash given in advance, and refused with both hashes where its content is another', async () => {
    await publish({ 'all/build.rs': '' });
    const reads = (trust: Trust) => resolve('./acme#main', { trust });
    const { hash } = await resolve('./acme');
    await rm(join(cwd, '.config'), { recursive: true });
    const wrong = `sha256:${'0'.repeat(64)}`;
    await expect(reads([wrong])).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringContaining(`has the content ${hash}, where --trust-preset expects ${wrong}.`),
      fix: [
        { text: expect.stringContaining('Read it: ') },
        { text: expect.stringContaining(`--trust-preset=${hash}`) },
      ],
    });
    await expect(resolve('./acme#main')).rejects.toMatchObject(codeOf('all/build.rs (cargo)'));
    expect(await reads([wrong, hash])).toMatchObject({ trusted: true });
    expect(await resolve('./acme#main')).toMatchObject({ trusted: true });
    // What was trusted before, and a path of the user's own, is not this content either.
    await expect(reads([wrong])).rejects.toThrow('has the content');
    await expect(resolve('./acme', { trust: [wrong] })).rejects.toThrow('has the content');
  });

  it('of plain files is refused, too, where its content is not the expected one', async () => {
    await publish({ 'all/README.md': '' });
    await expect(resolve('./acme#main', { trust: [`sha256:${'1'.repeat(64)}`] })).rejects.toThrow('has the content');
  });

  it('is another content for its hash where a file is executable', async () => {
    await publish({ 'all/run.sh': 'exit 0\n' });
    const { hash } = await resolve('./acme#main');
    await chmod(join(cwd, 'acme/all/run.sh'), 0o755);
    commitAll(join(cwd, 'acme'));
    await expect(resolve('./acme#main', { trust: [hash] })).rejects.toThrow('has the content');
  });

  it('with the old content of a project needs no hash in advance where it is trusted already', async () => {
    await publish({ 'all/build.rs': '' });
    const before = await resolve('./acme#main', { trust: true });
    const reference = referenceFor(before, join(cwd, 'project'));
    const how = { cwd: join(cwd, 'project'), from: 'x', named: false, trust: [`sha256:${'1'.repeat(64)}`] };
    expect(await resolveStoredPreset(reference, { ...how, before: true })).toMatchObject({ trusted: true });
    await expect(resolveStoredPreset(reference, how)).rejects.toThrow('has the content');
  });

  it('of plain files is read without trust, and is not trusted', async () => {
    await publish({ 'all/README.md': 'plain\n' });
    expect(await resolve('./acme#main')).toMatchObject({ trusted: false });
    await mkdir(join(cwd, '.config/create-wasm-oci'), { recursive: true });
    await writeFile(join(cwd, '.config/create-wasm-oci/trusted-presets.json'), '{');
    expect(await resolve('./acme#main')).toMatchObject({ trusted: false });
  });
});

describe('a preset that is a path of the user', () => {
  it('is theirs, and stays so for the project that stores it', async () => {
    await publish({ 'all/README.md': 'plain\n' });
    const preset = await resolve('./acme');
    expect(preset).toMatchObject({ trusted: true });
    const how = { cwd: join(cwd, 'project'), from: '.yo-rc.json', named: false };
    expect(await resolveStoredPreset(referenceFor(preset, how.cwd), how)).toMatchObject({ trusted: true });
    await rm(join(cwd, '.config'), { recursive: true });
    expect(await resolveStoredPreset(referenceFor(preset, how.cwd), how)).toMatchObject({ trusted: false });
  });

  it('is not one that only a repository names', async () => {
    await publish({ 'all/Makefile': 'all:\n\tid\n' });
    await expect(resolve('./acme', { named: false })).rejects.toMatchObject(codeOf('all/Makefile (make)'));
  });
});

describe('with a preset that is not trusted', () => {
  const target = async (given = './acme#main'): Promise<Target> => ({
    ...{ directory: join(cwd, 'x'), shownDirectory: 'x', image: 'localhost/x:latest', language: 'c' as const },
    ...{ title: 'x', slug: 'x', artifact: false, wasmOpt: false, aot: false },
    notOnHost: notOnHost(await resolve(given)),
  });
  const refusal = {
    message: expect.stringContaining('is not trusted, and the embedded engine compiles outside a container'),
  };

  it('the embedded engine is refused before anything is written, where it is locked or asked for', async () => {
    await publish({ 'all/src/main.c': 'int main(void) { return 0; }\n' });
    const preset = await resolve('./acme#main');
    expect(() => checkAnswers(preset, { image: 'x:1', engine: 'embedded', language: 'c' })).toThrow(
      expect.objectContaining({ exitCode: 1, ...refusal }),
    );
    expect(() => checkAnswers(preset, { image: 'x:1', engine: 'auto', language: 'c' })).not.toThrow();
    expect(() =>
      checkAnswers({ ...preset, trusted: true }, { image: 'x:1', engine: 'embedded', language: 'c' }),
    ).not.toThrow();
  });

  it('it compiles nothing, whoever asks it to', async () => {
    await publish({ 'all/src/main.c': '' });
    const untrusted = await target();
    expect(await embedded.available(untrusted)).toMatchObject({ works: false, why: refusal });
    await expect(embedded.build(untrusted, {})).rejects.toMatchObject(refusal);
    await expect(selectEngine('embedded', untrusted, { toRun: true })).rejects.toMatchObject(refusal);
    const selected = await selectEngine('auto', untrusted, {
      toRun: true,
      from: [{ id: 'embedded', engine: async () => embedded }],
    });
    expect(selected).toMatchObject({ engine: undefined, reasons: [refusal] });
    await expect(readFile(join(cwd, 'x/x.oci.tar'))).rejects.toThrow('ENOENT');
  });

  it('it works once the preset is trusted', async () => {
    await publish({ 'all/src/main.c': '' });
    await resolve('./acme#main', { trust: true });
    expect((await target()).notOnHost).toBeUndefined();
  });
});
