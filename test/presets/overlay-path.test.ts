import { describe, expect, it } from 'vitest';
import { checkTarget, collision, pathInProject } from '../../generators/core/presets/overlay-path.js';

describe('a path of an overlay', () => {
  it.each([
    ['/etc/passwd', 'absolute'],
    ['../x', 'upwards'],
    ['a/../../x', 'upwards'],
    ['a/..', 'upwards'],
    ['a//b', 'empty parts'],
    ['./a', 'empty parts'],
    ['..\\x', 'every system'],
    ['C:\\x', 'every system'],
    ['C:x', 'every system'],
    ['a\nb', 'every system'],
    ['a\0b', 'every system'],
    ['.git/hooks/pre-commit', "git's own"],
    ['sub/.GIT/config', "git's own"],
    ['git~1/config', "git's own"],
    ['.g\u200cit/config', 'every system'],
    ['con', 'device'],
    ['src/NUL.txt', 'device'],
    ['Com1.tar.gz', 'device'],
    ['a./b', 'Windows drops'],
    ['a /b', 'Windows drops'],
    ['a?b', 'every system'],
    ['x'.repeat(256), '255 bytes'],
    ['.create-wasm-oci-update/journal.json', "this program's own"],
    ['sub/.Create-Wasm-OCI.lock', "this program's own"],
    ['.yo-rc.json', 'holds the answers'],
    ['.YO-RC.JSON', 'holds the answers'],
    ['sub/.yo-rc.json', 'holds the answers'],
    ['.yo-rc-global.json', 'holds answers'],
    ['.yo-resolve', 'tells Yeoman'],
    ['src/.Yo-Resolve', 'tells Yeoman'],
    ['NPMRC~1', 'short name'],
    ['cargo~1/CONFIG~1.TOM', 'short name'],
    ['YO-RC~1.JSO', 'short name'],
  ])('%j is refused', (path, rule) => {
    expect(() => checkTarget(path)).toThrow(rule);
  });

  it.each([
    'README.md',
    'a~b.txt',
    'notes~1-final.txt',
    '.github/workflows/image.yml',
    'docs/ä ö.md',
    '.gitignore',
    'console.txt',
    'a.git/x',
  ])('%j is taken', (path) => {
    expect(() => checkTarget(path)).not.toThrow();
  });

  it.each([
    ['README.md.ejs', 'README.md'],
    ['_gitignore', '.gitignore'],
    ['sub/_gitignore.ejs', 'sub/.gitignore'],
    ['_config.yml', '_config.yml'],
    ['a.ejs/b', 'a.ejs/b'],
  ])('%j goes to %j', (path, target) => {
    expect(pathInProject(path)).toBe(target);
  });
});

describe('two files', () => {
  it.each([
    [['README.md', 'readme.md']],
    [['src', 'src/main.c']],
    [['src/main.c', 'src']],
    [['Src/a', 'src/b']],
    [['a/B/c', 'a/b/d']],
    [['\u00e9', 'e\u0301']],
    // Full case folding: one letter is two.
    [['Stra\u00dfe.txt', 'strasse.txt']],
    [['stra\u1e9ee', 'STRASSE']],
    [['\u00df/a', 'ss/b']],
    [['\ufb01le', 'file']],
    [['\u017fetup', 'setup']],
    [['\u212aelvin', 'kelvin']],
    [['\u03c3\u03c2', '\u03c3\u03c3']],
    [['\u1f88', '\u1f00\u03b9']],
  ])('%j cannot both be in a folder', (paths) => {
    expect(collision(paths)).toEqual(paths);
  });

  it.each([[['a', 'b', 'a']], [['src/a', 'src/b', 'src/c/d', 'src/c/e']]])('%j can', (paths) => {
    expect(collision(paths)).toBeUndefined();
  });
});
