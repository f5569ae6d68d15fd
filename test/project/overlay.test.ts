import { DockerfileParser, type Label } from 'dockerfile-ast';
import { describe, expect, it } from 'vitest';
import { toml } from '../../generators/core/languages/escape.js';
import type { Preset } from '../../generators/core/presets/preset.js';
import fc from '../support/fast-check.js';
import { hostileText } from '../support/hostile.js';
import { type Folder, LEAST, presetOf } from '../support/presets.js';
import { fileOf, languageIds, render } from '../support/projects.js';

const SHARED = `${LEAST}[overlay]\nshared = "all"\nrust = "rust"\n`;
const overlay = (folder: Folder) => presetOf({ 'wasm-oci.toml': SHARED, 'all/a': '', 'rust/b': '', ...folder });
const withPreset = (language: (typeof languageIds)[number], preset: Preset) =>
  render(language, 'My "App"', undefined, {}, preset);

describe('an overlay', () => {
  it('adds files, and replaces those of the same path', async () => {
    const preset = await overlay({ 'all/README.md': 'ours', 'all/ci/run.sh': 'x', 'rust/README.md': 'Rust' });
    const c = await withPreset('c', preset);
    expect(fileOf(c, 'README.md')).toBe('ours');
    expect([...c.executables]).toEqual(['ci/run.sh']);
    expect(c.files.has('b')).toBe(false);
    const rust = await withPreset('rust', preset);
    expect(fileOf(rust, 'README.md')).toBe('Rust');
    expect(rust.files.has('b')).toBe(true);
  });

  it('renders templates with what our own see, and leaves plain files as they are', async () => {
    const text = '<%- escape.toml(title) %> <%- slug %> <%- language.id %> <%- builderImage %> <%- license %>';
    const project = await withPreset('c', await overlay({ 'all/t.ejs': text, 'all/plain': text }));
    expect(fileOf(project, 't')).toMatch(/^"My \\"App\\"" my-app c ghcr\.io\S+ $/);
    expect(fileOf(project, 'plain')).toBe(text);
  });

  it('that brings the program leaves nothing to compare its output with', async () => {
    const preset = await overlay({ 'rust/src/main.rs': 'fn main() {}\n' });
    expect((await withPreset('rust', preset)).greeting).toBeUndefined();
    expect((await withPreset('c', preset)).greeting).toContain('Hello from');
  });

  it.each([
    ['a template that fails', { 'all/x.ejs': 'a\n<%- nosuch %>' }, 'all/x.ejs cannot be rendered: all/x.ejs:2'],
    ['a template that is none', { 'all/x.ejs': '<% if (' }, 'all/x.ejs cannot be rendered'],
    ['a name of ours in another case', { 'all/readme.md': '' }, '"README.md" and "readme.md" cannot both be files'],
    ['a file where we have a folder', { 'all/src': '' }, 'cannot both be files'],
  ])('is refused: %s', async (_, folder, message) => {
    const preset = await overlay(folder);
    await expect(withPreset('c', preset)).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringContaining(message),
    });
  });
});

describe.each(languageIds)('a preset in the container files of %s', (language) => {
  it('sets the builder image, by digest as well', async () => {
    const image = `r.example:5000/b@sha256:${'0'.repeat(64)}`;
    const preset = await presetOf({ 'wasm-oci.toml': `${LEAST}[builders]\n${language} = "${image}"\n` });
    const project = await withPreset(language, preset);
    expect(fileOf(project, 'Containerfile')).toContain(`ARG BUILDER_IMAGE=${image}\n`);
    expect(fileOf(project, 'README.md')).toContain(image);
  });

  it('writes labels that say what the preset says, whatever that is', async () => {
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(hostileText, async (text) => {
        // Half a character has no place in a file.
        const preset = text.isWellFormed() ? await presetWith(text) : undefined;
        if (!preset) return;
        const filled = text.replaceAll('{name}', 'my-app');
        accepted++;
        const project = await withPreset(language, preset);
        const labels = DockerfileParser.parse(fileOf(project, 'Containerfile'))
          .getInstructions()
          .filter((instruction) => instruction.getKeyword() === 'LABEL') as Label[];
        const [value = ''] = labels
          .map((label) => label.getRawArgumentsContent())
          .filter((raw) => raw?.startsWith('com.example.x='));
        expect(value?.slice(value.indexOf('=') + 2, -1).replace(/\\(.)/gu, '$1')).toBe(filled);
        expect(labels).toHaveLength(3);
        expect(project.labels['com.example.x']).toBe(filled);
      }),
      { numRuns: 300 },
    );
    expect(accepted).toBeGreaterThan(30);
  });
});

/** A preset with that text in a label; undefined where it is refused with a rule. */
async function presetWith(text: string): Promise<Preset | undefined> {
  let value: string;
  try {
    value = toml(text);
    return await presetOf({
      'wasm-oci.toml': `${LEAST}[labels]\n"com.example.x" = ${value}\n[license]\nspdx = "MIT"\n`,
    });
  } catch (error) {
    expect(error).toMatchObject({ exitCode: 1 });
    return undefined;
  }
}
