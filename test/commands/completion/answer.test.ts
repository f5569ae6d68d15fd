import { describe, expect, it } from 'vitest';
import { commands } from '../../../generators/commands/commands.js';
import { completionsFor } from '../../../generators/commands/completion/answer.js';
import { languages } from '../../../generators/core/languages/languages.js';
import { mainFlags } from '../../../generators/core/options/main-flags.js';
import { parseFlags } from '../../../generators/core/options/parse.js';

const typed = commands.filter(({ hidden }) => !hidden);
const answer = (...words: string[]) => completionsFor(words, typed);
const values = async (...words: string[]) => (await answer(...words)).items.map(({ value }) => value);

describe('a word', () => {
  it.each<[words: string[], completions: string[]]>([
    [['ins'], ['inspect']],
    [['help', 'ins'], ['inspect']],
    [['hello', 'ins'], []],
    [['--lang'], ['--language']],
    [['hello', '--no-b'], ['--no-build']],
    [['--language', 'tiny'], ['tinygo']],
    [['--language=r'], ['rust']],
    [['--language', '=', 'r'], ['rust']],
    [['--language', '='], languages.flatMap(({ compilers }) => compilers.map(({ id }) => id))],
    [
      ['inspect', '--require', ''],
      ['portable', 'kubernetes'],
    ],
    [['inspect', 'a.wasm', '--require', 'p'], ['portable']],
    [
      ['--artifact', ''],
      ['module', 'component'],
    ],
    [['--artifact=c'], ['component']],
    [['hello', '--artifact', 'component', '--no-b'], ['--no-build']],
    [['inspect', '--req'], ['--require']],
    [['inspect', '--language'], []],
    [['inspect', '--image', ''], []],
    [['inspect', '--json', '--js'], []],
    [['preset', 't'], ['test']],
    [['preset', 'test', 'a', '--eng'], ['--engine']],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish', 'pwsh'],
    ],
    [
      ['containerfile', '.', '--build-system', ''],
      ['cmake', 'autotools', 'meson', 'make', 'sources'],
    ],
    [['update', 'a', '--no-ao'], ['--no-aot']],
    [
      ['run', '-e', 'A=1', '--en'],
      ['--env', '--engine'],
    ],
    [['run', '-e', ''], []],
    [['run', '--', '--en'], []],
    [
      ['doctor', ''],
      ['--engine', '--offline', '--json', '--help'],
    ],
    [
      ['doctor', '--offline', ''],
      ['--engine', '--json', '--help'],
    ],
  ])('behind %j is one of %j', async (words, completions) => {
    expect((await values(...words)).filter((value) => value !== 'new')).toEqual(completions);
  });

  it('is a command that users type, where nothing is before it', async () => {
    expect(await values('')).toEqual(typed.map(({ name }) => name));
    expect(await values()).not.toContain('render');
  });

  it('is a subcommand of preset', async () => {
    expect(await values('preset', 'n')).toEqual(['new']);
    expect(await values('preset', '')).toEqual(['test', 'new', 'schema']);
  });

  it('has a text: of a flag its help, of a value its name', async () => {
    expect((await answer('--lang')).items).toEqual([{ value: '--language', text: 'language of the program' }]);
    expect((await answer('--language', 'cpp')).items).toEqual([{ value: 'cpp', text: 'C++' }]);
  });
});

describe('a path', () => {
  it.each<[words: string[], path: string | undefined]>([
    [['hel'], 'folder'],
    [['containerfile', ''], 'folder'],
    [['update', 'a', 'b', ''], 'folder'],
    [['update', '--from', ''], 'file'],
    [['--preset', ''], 'folder'],
    [['preset', 'test', ''], 'folder'],
    [['inspect', '--json', ''], 'file'],
    [['inspect', 'a.wasm', ''], undefined],
    [['hello', '--image', ''], undefined],
    [['hello', 'again'], undefined],
    // Neither a value of --artifact nor none is a directory.
    [['--artifact', 'component', 'hel'], 'folder'],
    [['--artifact', 'hel'], 'folder'],
    [['run', '-e', 'A=1', ''], 'folder'],
    [['run', '--', ''], 'file'],
    [['doctor', 'x'], undefined],
    [['help', 'doctor', ''], undefined],
  ])('behind %j is a %s', async (words, path) => {
    const { items, ...rest } = await answer(...words);
    expect(rest.path).toBe(path);
  });
});

it('every option that is offered is one that is parsed', async () => {
  for (const command of [undefined, ...typed]) {
    const words = command ? [command.name, 'x', 'y', '--'] : ['hello', '--'];
    const flags = command ? (await command.help()).help.flags : mainFlags;
    const offered = await values(...words);
    expect(offered.length).toBeGreaterThan(0);
    for (const option of offered.filter((one) => one !== '--version')) {
      const takesValue = flags.some(({ key, placeholder }) => option === `--${key}` && placeholder !== undefined);
      expect(() => parseFlags(takesValue ? [option, 'x'] : [option], flags, command?.name), option).not.toThrow();
    }
  }
});
