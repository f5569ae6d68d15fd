import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { command } from '../../generators/commands/preset/command.js';
import { firstText } from '../../generators/commands/preset/first-text.js';
import { presetJsonSchema } from '../../generators/core/presets/json-schema.js';
import { type SchemaTable, schema } from '../../generators/core/presets/schema.js';
import { readSettings } from '../../generators/core/presets/settings.js';
import { builderImage, loadBuilderPins } from '../../generators/core/project/templates.js';
import { templatesFolder } from '../../generators/core/system/package-root.js';
import { readToml } from '../../generators/core/toml.js';
import { presetHome } from '../support/preset-home.js';
import { catchOutput } from '../support/terminal.js';

const said = catchOutput();
afterEach(() => vi.restoreAllMocks());

/** A home whose folder is the current one. */
async function atHome(): Promise<string> {
  const home = await presetHome();
  vi.spyOn(process, 'cwd').mockReturnValue(home);
  said.stdout = '';
  said.stderr = '';
  return home;
}

describe('preset new', () => {
  it('writes a preset that preset test accepts, with the schema that its first line names', async () => {
    const home = await atHome();
    expect(await command(['new', './Acme Team'])).toBe(0);
    expect(said.stdout).toBe('Acme Team/wasm-oci.toml\n');
    expect(said.stderr).toContain('create Acme Team/wasm-oci.schema.json');
    expect(said.stderr).toMatch(/create-wasm-oci preset test .*Acme Team/);
    const folder = join(home, 'Acme Team');
    const toml = await readFile(join(folder, 'wasm-oci.toml'), 'utf8');
    const [, named = ''] = /^#:schema (\S+)\n/.exec(toml) ?? [];
    expect(JSON.parse(await readFile(join(folder, named), 'utf8'))).toEqual(presetJsonSchema());
    said.stdout = '';
    expect(await command(['test', folder, '--json'])).toBe(0);
    expect(JSON.parse(said.stdout)).toMatchObject({ ok: true, preset: { name: 'acme-team', checks: {}, locked: {} } });
  });

  it('takes a folder that exists, and a name of its own where the folder has none', async () => {
    const home = await atHome();
    await mkdir(join(home, '...'));
    await writeFile(join(home, '.../LICENSE'), 'mine');
    expect(await command(['new', '...'])).toBe(0);
    expect((await readdir(join(home, '...'))).sort()).toEqual(['LICENSE', 'wasm-oci.schema.json', 'wasm-oci.toml']);
    expect(await command(['test', join(home, '...')])).toBe(0);
  });

  it.each(['wasm-oci.toml', 'wasm-oci.schema.json'])('overwrites no %s, and writes nothing beside it', async (name) => {
    const home = await atHome();
    await mkdir(join(home, 'acme'));
    await writeFile(join(home, 'acme', name), 'mine');
    await expect(command(['new', 'acme'])).rejects.toMatchObject({
      exitCode: 1,
      message: `acme/${name} exists, and is not overwritten.`,
    });
    expect(await readdir(join(home, 'acme'))).toEqual([name]);
    expect(await readFile(join(home, 'acme', name), 'utf8')).toBe('mine');
  });

  it('writes through no link in the place of its file', async () => {
    const home = await atHome();
    await mkdir(join(home, 'acme'));
    await symlink(join(home, 'elsewhere'), join(home, 'acme/wasm-oci.toml'));
    await expect(command(['new', 'acme'])).rejects.toThrow('is not overwritten');
    expect(await readdir(home)).not.toContain('elsewhere');
  });

  it.each([
    [['new'], 'preset new needs a folder.'],
    [['new', ''], 'preset new needs a folder.'],
    [['new', 'a', 'b'], 'preset new takes one folder, not "b" as well.'],
    [['new', 'a', '--build'], 'preset new takes no --build.'],
  ])('%j is refused', async (argv, message) => {
    await atHome();
    await expect(command(argv)).rejects.toMatchObject({ exitCode: 1, message });
  });
});

describe('the text of a new preset', async () => {
  const pins = await loadBuilderPins(templatesFolder);
  const text = firstText('acme', './x.json', (stage) => builderImage(pins, stage));
  const uncommented = text.replaceAll(/^#(?=[\w"][\w."-]* = )/gm, '');

  it('is valid with every key uncommented, by the rules and by the JSON schema', () => {
    expect(readSettings(uncommented, 'wasm-oci.toml').languages?.length).toBeGreaterThan(3);
    const validate = new Ajv({ strict: false }).compile(presetJsonSchema() as object);
    const { table } = readToml(uncommented);
    expect(validate(JSON.parse(JSON.stringify(table))), JSON.stringify(validate.errors)).toBe(true);
  });

  it('has every key of the schema, and what is locked once', () => {
    const { table } = readToml(uncommented);
    const missing = (of: SchemaTable, value: unknown, path: string): string[] => {
      if ('key' in of) return [];
      return Object.entries(of.keys).flatMap(([key, rule]) => {
        const inside = (value as Record<string, unknown> | undefined)?.[key];
        if (inside === undefined) return [`${path}${key}`];
        return typeof rule === 'function' ? [] : missing(rule, inside, `${path}${key}.`);
      });
    };
    expect(missing(schema, table, '').filter((key) => !key.startsWith('locked.'))).toEqual([]);
    expect(text).toContain('[locked]');
  });
});
