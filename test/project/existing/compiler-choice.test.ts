import { describe, expect, it } from 'vitest';
import { filesFrom } from '../../../generators/core/languages/detect/project-files.js';
import type { LanguageId } from '../../../generators/core/languages/languages.js';
import { compilerFor, isSameLanguage } from '../../../generators/core/project/existing/compiler-choice.js';
import { recogniseProject } from '../../../generators/core/project/existing/recognise.js';

const plain = 'package main\n\nfunc main() {}\n';
const server = 'package main\n\nimport "net/http"\n\nfunc main() { http.ListenAndServe(":80", nil) }\n';
const fact = 'main.go:3 imports net/http, which TinyGo does not support';

/** What compiles a module with that main.go, by what was asked for and what a preset takes usually. */
async function choice(text: string, asked?: LanguageId, usual?: string) {
  const files = filesFrom({ 'go.mod': 'module example.com/x\n\ngo 1.22\n', 'main.go': text });
  const [project, second] = await recogniseProject(files, {}, { language: asked, directory: '.' });
  const program = project?.candidates[0];
  if (!project || !program || second) throw new Error('one language was to be recognised');
  return compilerFor(project, program, { asked, usual });
}

describe('a Go module', () => {
  it('is compiled by TinyGo, without a word', async () => {
    expect(await choice(plain)).toEqual({ id: 'tinygo', found: [], advice: [] });
  });

  it('that TinyGo cannot compile is compiled by Go, and a sentence says why', async () => {
    expect(await choice(server)).toEqual({ id: 'go', found: [`${fact}: Go compiles it.`], advice: [] });
  });

  it('is compiled by what was asked for, with advice where that cannot', async () => {
    expect(await choice(plain, 'go')).toEqual({ id: 'go', found: [], advice: [] });
    expect(await choice(server, 'go')).toEqual({ id: 'go', found: [], advice: [] });
    const advice = [`${fact}: --language go compiles it.`];
    expect(await choice(server, 'tinygo')).toEqual({ id: 'tinygo', found: [], advice });
  });

  it('is compiled by what a preset takes usually, unless it needs another compiler', async () => {
    expect((await choice(plain, undefined, 'go')).id).toBe('go');
    expect((await choice(plain, undefined, 'rust')).id).toBe('tinygo');
    expect((await choice(server, undefined, 'tinygo')).id).toBe('go');
  });

  it('of a newer Go than TinyGo takes has the advice of TinyGo only where that is asked for', async () => {
    const files = filesFrom({ 'go.mod': 'module m\n\ngo 1.26\n', 'main.go': plain });
    const [project] = await recogniseProject(files, {}, { language: undefined, directory: '.' });
    const program = project?.candidates[0];
    if (!project || !program) throw new Error('nothing was recognised');
    expect(compilerFor(project, program, { asked: undefined, usual: undefined })).toMatchObject({
      id: 'go',
      found: [expect.stringMatching(/^go\.mod:3 asks for Go 1\.26, and TinyGo .*: Go compiles it\.$/)],
      advice: [],
    });
    expect(compilerFor(project, program, { asked: 'tinygo', usual: undefined })).toMatchObject({
      id: 'tinygo',
      found: [],
      advice: [expect.stringContaining('lower the line, or give a newer builder image')],
    });
  });
});

it('a program is the same one by whatever compiler of its language', () => {
  expect(isSameLanguage('go', 'tinygo')).toBe(true);
  expect(isSameLanguage(undefined, 'rust')).toBe(true);
  expect(isSameLanguage('go', 'rust')).toBe(false);
  expect(isSameLanguage('go', undefined)).toBe(false);
});
