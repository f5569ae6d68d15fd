import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { command } from '../../../generators/commands/update/command.js';
import { resolvePreset } from '../../../generators/core/presets/fetch/resolve-preset.js';
import { renderExisting } from '../../../generators/core/project/existing/render.js';
import { resolveExisting } from '../../../generators/core/project/existing/resolve.js';
import { resolveNew } from '../../../generators/core/project/new/resolve.js';
import { tree, write } from '../../support/files.js';
import { LEAST } from '../../support/presets.js';
import { catchOutput } from '../../support/terminal.js';
import { commit, project, useFolder, written } from '../../support/update-project.js';

const said = catchOutput();
const folder = useFolder();
const at = (path: string) => join(folder.path, path);

async function update(...args: string[]) {
  said.stdout = '';
  said.stderr = '';
  const code = await command(args);
  return { code, stdout: said.stdout.replace(/\u001b\[\d+m/g, ''), stderr: said.stderr };
}

async function files(): Promise<Record<string, string>> {
  const all = Object.entries(await tree(at('hello')));
  return Object.fromEntries(all.filter(([path]) => !path.startsWith('.git/')));
}

/** A program in Rust of ours, or an existing one with our container files: both of the preset `./acme`. */
const kinds: Record<string, () => Promise<void>> = {
  async new() {
    const preset = await resolvePreset('./acme', { cwd: folder.path, from: '--preset', named: true });
    await project(at('hello'), await written(at('hello'), { language: 'rust', preset }));
  },
  async existing() {
    const manifest = '[package]\nname = "hello"\nversion = "0.1.0"\nedition = "2021"\nlicense = "ISC"\n';
    await project(at('hello'), { 'Cargo.toml': manifest, 'src/main.rs': 'fn main() {}\n' });
    const job = await resolveExisting({
      options: { directory: at('hello'), yes: true, preset: './acme' },
      ...{ cwd: folder.path, environment: {}, terminal: false, tell: () => {} },
      choose: () => Promise.reject(new Error('nothing is asked')),
    });
    await write(at('hello'), Object.fromEntries((await renderExisting(job, {})).files));
    await commit(at('hello'));
  },
};

/** Resolves what builds the project unchanged. */
async function built(kind: 'new' | 'existing') {
  const given = {
    options: { directory: 'hello', write: false, yes: true },
    ...{ cwd: folder.path, environment: {}, terminal: false },
  };
  const nobody = () => Promise.reject(new Error('nothing is asked'));
  return kind === 'new'
    ? resolveNew({ ...given, ask: nobody })
    : resolveExisting({ ...given, choose: nobody, tell: () => {} });
}

beforeEach(() => write(folder.path, { 'acme/wasm-oci.toml': LEAST }));

/** What a later content of the preset says, the stored answer that it does not allow, and what its message has of it. */
const cases: [says: string, drift: { key: string; found: string; locked: string }, place: string][] = [
  ['languages = ["go", "c"]', { key: 'language', found: 'rust', locked: 'go or c' }, '3, languages'],
  ['[locked]\nlanguage = "c"', { key: 'language', found: 'rust', locked: 'c' }, '4, locked.language'],
  [
    '[checks]\nimage-prefix = ["quay.io/a"]',
    { key: 'image', found: 'localhost/hello:latest', locked: 'an image below quay.io/a' },
    '4, checks.image-prefix',
  ],
  ['[checks]\nsbom = true', { key: 'sbom', found: 'none', locked: 'cyclonedx or spdx' }, '4, checks.sbom'],
];
const ofNew: typeof cases = [
  ['[locked]\ntemplate = "http"', { key: 'template', found: 'cli', locked: 'http' }, '4, locked.template'],
];
const ofExisting: typeof cases = [
  ['[license]\nspdx = "MIT"', { key: 'license', found: 'ISC', locked: 'MIT' }, '4, license.spdx'],
];

describe.each([
  ['new', [...cases, ...ofNew]],
  ['existing', [...cases, ...ofExisting]],
] as const)('in a project that is %s,', (kind, those) => {
  it.each(those)(
    'what a preset does not allow any more (%s) is drift; an update takes the rest and keeps it',
    async (says, drift, place) => {
      await kinds[kind]?.();
      const before = await files();
      await write(folder.path, { 'acme/wasm-oci.toml': `${LEAST}${says}\n` });
      const where = `the preset acme (../acme/wasm-oci.toml:${place})`;
      const row = `  drift            ${drift.key}: ${drift.found}, where ${where} has ${drift.locked}\n`;
      const behind = await update('hello', '--check');
      expect(behind).toMatchObject({ code: 2, stdout: expect.stringMatching(/^hello is behind\n/) });
      expect(behind.stdout.endsWith(row)).toBe(true);
      expect(await files()).toEqual(before);

      expect(await update('hello', '--yes')).toMatchObject({ code: 0, stderr: expect.stringContaining(row) });
      const after = await files();
      const changes = Object.keys({ ...before, ...after }).filter((path) => before[path] !== after[path]);
      // A README says how a run is repeated, and a label names the licence.
      expect(changes.filter((path) => !['.yo-rc.json', 'README.md'].includes(path))).toEqual(
        drift.key === 'license' ? ['Containerfile'] : [],
      );
      // The preset's rule holds for each build from now on; the error is of its line, and not of the sources.
      const rule = new RegExp(`preset acme \\(\\S*acme/wasm-oci\\.toml:${place}\\)`);
      await expect(built(kind)).rejects.toMatchObject({ exitCode: 1, message: expect.stringMatching(rule) });
      await commit(at('hello'));
      expect(await update('hello', '--check')).toMatchObject({
        code: 2,
        stdout: `hello has drifted from its preset\n${row}`,
      });
      const { code, stdout } = await update('hello', '--check', '--json');
      const document = JSON.parse(stdout);
      expect([code, document.projects[0].state, document.projects[0].drift]).toEqual([
        2,
        'drifted',
        [{ ...drift, where }],
      ]);
      const fixes: { command?: string; text: string }[] = document.projects[0].fix;
      expect(fixes).toHaveLength(1);
      expect(fixes[0]?.command).toBeUndefined();
      expect(fixes[0]?.text).toBe(
        ['image', 'sbom'].includes(drift.key)
          ? `Change ${drift.key} to ${drift.locked}, with an option of update.`
          : `An update keeps the ${drift.key} of a project: allow ${drift.found} in ${where}, or use --preset none.`,
      );
    },
  );
});

it('a preset whose default is another template or language changes no project, and is no drift', async () => {
  await kinds.new?.();
  const rc = JSON.parse(await readFile(at('hello/.yo-rc.json'), 'utf8'));
  delete rc['create-wasm-oci'].template;
  await write(at('hello'), { '.yo-rc.json': JSON.stringify(rc) });
  await commit(at('hello'));
  await write(folder.path, { 'acme/wasm-oci.toml': `${LEAST}[defaults]\ntemplate = "http"\nlanguage = "c"\n` });
  expect(await update('hello', '--yes')).toMatchObject({ code: 0 });
  expect(Object.keys(await files())).not.toContain('src/server.rs');
  await commit(at('hello'));
  expect(await update('hello', '--check')).toMatchObject({ code: 0 });
});
