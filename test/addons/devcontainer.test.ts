import { describe, expect, it } from 'vitest';
import { compilers } from '../../generators/core/languages/languages.js';
import { fileOf, render } from '../support/projects.js';

describe('the development container', () => {
  it.each(compilers.map(({ id }) => id))('of a %s project has its compiler and extension', async (language) => {
    const project = await render(language, 'App', 'quay.io/you/app:1.0', { add: ['devcontainer'] });
    const containerfile = fileOf(project, '.devcontainer/Containerfile');
    expect(containerfile).toMatch(/^FROM docker\.io\/library\/debian:trixie-slim$/m);
    const config = parsed(fileOf(project, '.devcontainer/devcontainer.json'));
    const { packages, extensions } = compilers.find(({ id }) => id === language)?.devcontainer ?? {};
    expect(config.customizations.vscode.extensions).toEqual(extensions);
    const installed = /install [^\n]*\\\n((?: {6}.*\\\n)+)/.exec(containerfile)?.[1]?.match(/[^\s\\]+/g);
    expect(installed).toEqual(expect.arrayContaining(['podman', 'crun', 'nodejs', 'npm', ...(packages ?? [])]));
  });

  it('has the title as a string of JSON, and names its volume after the project', async () => {
    const project = await render('rust', 'Say "50%": \\yes #1', 'app', { add: ['devcontainer'] });
    const config = parsed(fileOf(project, '.devcontainer/devcontainer.json'));
    expect(config.name).toBe('Say "50%": \\yes #1');
    expect(config.mounts).toEqual([
      `type=volume,source=${project.answers.name.slug}-images,target=/home/dev/.local/share/containers`,
    ]);
  });
});

/** JSON with comments on lines of their own, which is what development containers are described in. */
function parsed(text: string) {
  return JSON.parse(text.replace(/^ *\/\/.*$/gm, ''));
}
