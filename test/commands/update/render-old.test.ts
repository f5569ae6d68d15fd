import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { renderOld } from '../../../generators/commands/update/render-old.js';
import { pin } from '../../../generators/commands/update/version-pin.js';
import { Failure } from '../../../generators/core/failure.js';
import { write } from '../../support/files.js';
import { useFolder } from '../../support/update-project.js';

const folder = useFolder();

/** A version in the cache whose command line runs this code. */
async function version(name: string, code: string): Promise<void> {
  const cached = join(folder.path, 'XDG_CACHE_HOME/create-wasm-oci/versions', name);
  await write(cached, {
    'package.json': `{"version": "${name}", "bin": {"create-wasm-oci": "cli.js"}}`,
    'cli.js': `const [command, flag, ...directories] = process.argv.slice(2); ${code}`,
  });
  await pin(name, cached);
}

const render = (projects: { directory: string; version: string }[], signal = new AbortController().signal) =>
  renderOld(projects, { onNote: () => {}, signal });

describe('projects of older versions', () => {
  it('are rendered by theirs, in one process a version, sixty at a time', async () => {
    const code = `for (const directory of directories) console.log(JSON.stringify({ format: 1, directory,
      files: { by: [command, flag, '%'].join(' '), count: String(directories.length) } }));`;
    await version('0.0.1', code.replace('%', 'one'));
    await version('0.0.2', code.replace('%', 'two'));
    const many = Array.from({ length: 61 }, (_, index) => ({ directory: `/p/${index}`, version: '0.0.1' }));
    const found = await render([{ directory: '/q', version: '0.0.2' }, ...many]);
    expect(found.size).toBe(62);
    const files = (directory: string) => Object.fromEntries(found.get(directory) as ReadonlyMap<string, string>);
    expect(files('/q')).toEqual({ by: 'render --trust-preset two', count: '1' });
    expect(files('/p/0')).toEqual({ by: 'render --trust-preset one', count: '60' });
    expect(files('/p/60')).toEqual({ by: 'render --trust-preset one', count: '1' });
  });

  it('fail each with the reason that its version gives', async () => {
    await version(
      '0.0.1',
      `console.log(JSON.stringify({ format: 1, directory: '/a', error: { message: 'no language', fix: [{ command: 'do' }] } }));
       console.log(JSON.stringify({ format: 1, directory: '/b' }));`,
    );
    const found = await render(['/a', '/b'].map((directory) => ({ directory, version: '0.0.1' })));
    const cannot = 'create-wasm-oci 0.0.1 wrote a project that it cannot render again';
    expect(found.get('/a')).toMatchObject({ exitCode: 1, message: `${cannot}: no language`, fix: [{ command: 'do' }] });
    expect(found.get('/b')).toMatchObject({ exitCode: 1, message: `${cannot}: no reason given`, fix: [] });
    expect(found.get('/a')).toBeInstanceOf(Failure);
  });

  it.each([
    ['prints no JSON', "console.log('{'); console.error('SyntaxError')"],
    [
      'answers too little',
      "console.log(JSON.stringify({ format: 1, directory: '/a', files: {} })); console.error('SyntaxError')",
    ],
    [
      'answers in another format',
      "for (const directory of directories) console.log(JSON.stringify({ format: directory === '/b' ? 2 : 1, directory, files: {} })); console.error('SyntaxError')",
    ],
  ])('are failures with its output where a version %s; those of other versions are not', async (_, code) => {
    await version('0.0.1', code);
    await version('0.0.2', "console.log(JSON.stringify({ format: 1, directory: '/c', files: {} }))");
    const projects = ['/a', '/b'].map((directory) => ({ directory, version: '0.0.1' }));
    const found = await render([...projects, { directory: '/c', version: '0.0.2' }]);
    for (const directory of ['/a', '/b']) {
      expect(found.get(directory)).toMatchObject({
        exitCode: 1,
        message: 'create-wasm-oci 0.0.1, which wrote the project, cannot render it again.',
        output: ['SyntaxError'],
      });
    }
    expect(found.get('/c')).toEqual(new Map());
  });

  it('are not rendered once the user has stopped the run', async () => {
    await version('0.0.1', 'setInterval(() => {}, 1000)');
    const stop = new AbortController();
    stop.abort();
    await expect(render([{ directory: '/a', version: '0.0.1' }], stop.signal)).rejects.toMatchObject({ exitCode: 130 });
  });
});
