import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { renderAll } from '../../generators/commands/preset/render-all.js';
import { presetExitCode } from '../../generators/commands/preset/report.js';
import { diskTree } from '../../generators/core/presets/fetch/disk-tree.js';
import { readPreset } from '../../generators/core/presets/read-preset.js';
import { builderImage, loadBuilderPins } from '../../generators/core/project/templates.js';
import { packageRoot, templatesFolder } from '../../generators/core/system/package-root.js';
import { LEAST, presetOf } from '../support/presets.js';
import { languageIds } from '../support/projects.js';

const folder = join(packageRoot, 'docs/preset-example');
const { preset } = await readPreset(
  diskTree(folder, (path) => path),
  { source: folder },
);

describe('the example preset', () => {
  it.each([...languageIds, 'tools'] as const)('mirrors the image that is pinned for %s', async (stage) => {
    const pinned = builderImage(await loadBuilderPins(templatesFolder), stage);
    // What is compiled by C's image is compiled by the preset's.
    const image = preset.builders[stage] ?? (stage === 'cpp' ? preset.builders.c : undefined);
    expect(image).toBe(`registry.example.com/${pinned}`);
  });

  it('is in docs/reference/presets.md unchanged', async () => {
    const docs = await readFile(join(packageRoot, 'docs/reference/presets.md'), 'utf8');
    expect(docs).toContain(await readFile(join(folder, 'wasm-oci.toml'), 'utf8'));
    expect(docs).toContain(`"hash": "${preset.hash}"`);
    // Lines that the messages in it name.
    expect(docs).toContain(`wasm-oci.toml:${preset.lines['locked.engine']}, locked.engine)`);
    expect(docs).toContain(`wasm-oci.toml:${preset.lines['checks.image-prefix']}, checks.image-prefix)`);
  });
});

describe('preset test', () => {
  it('renders every language with the example', async () => {
    const results = await renderAll(preset, undefined);
    expect(results.map(({ language, project }) => [language, project !== undefined])).toEqual(
      languageIds.map((id) => [id, true]),
    );
    expect(presetExitCode(results)).toBe(0);
  });

  it('skips the languages that a preset locks out', async () => {
    const results = await renderAll(
      await presetOf({ 'wasm-oci.toml': `${LEAST}[locked]\nlanguage = "c"\n` }),
      undefined,
    );
    expect(results.map(({ lockedOut }) => lockedOut?.to)).toEqual(['c', undefined, 'c', 'c', 'c']);
    expect(presetExitCode(results)).toBe(0);
  });

  it.each([
    ['does not escape', 'x = "<%- title %>"', 'becomes a t.toml that cannot be parsed'],
    ['does not render', '<%- nosuch %>', 'cannot be rendered'],
  ])('finds a template that %s', async (_, template, message) => {
    const toml = `${LEAST}[overlay]\nc = "c"\n`;
    const results = await renderAll(await presetOf({ 'wasm-oci.toml': toml, 'c/t.toml.ejs': template }), undefined);
    expect(results.map(({ failure }) => failure?.message)).toEqual([
      undefined,
      expect.stringContaining(message),
      undefined,
      undefined,
      undefined,
    ]);
    expect(presetExitCode(results)).toBe(1);
  });
});
