import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesFrom } from '../../../generators/core/languages/detect/project-files.js';
import { GO_OF_BUILDER, recogniseGo } from '../../../generators/core/languages/go/detect/go.js';
import { holds, isCompiled } from '../../../generators/core/languages/go/detect/go-files.js';
import { templatesFolder } from '../../../generators/core/system/package-root.js';
import { openFixture } from '../../support/fixtures.js';

const MAIN = 'package main\n\nfunc main() {}\n';
const packages = (texts: Record<string, string>) =>
  recogniseGo(filesFrom(texts))?.candidates.map((candidate) => candidate.package);

describe('a module', () => {
  it('has its main packages wherever they are, and knows what is replaced', async () => {
    const recognised = recogniseGo(await openFixture('go-module'));
    expect(recognised?.found).toEqual([
      'Go: module example.com/team/reports/v2, go 1.22, 2 main packages',
      'replaced by folders of this directory: lib/names',
    ]);
    expect(recognised?.candidates).toEqual([
      { package: './cmd/report', name: 'report', plan: { kind: 'go', package: './cmd/report' } },
      { package: './cmd/serve', name: 'serve', plan: { kind: 'go', package: './cmd/serve' } },
    ]);
  });

  it('names the folder that replaces a module, also where it is this one', () => {
    const found = recogniseGo(
      filesFrom({ 'go.mod': 'module example.com/x\n\nreplace example.com/y => ./\n', 'main.go': MAIN }),
    )?.found;
    expect(found).toContain('replaced by folders of this directory: .');
  });

  it('is compiled, however deep a constraint goes', () => {
    expect(holds(`${'!('.repeat(50_000)}windows${')'.repeat(50_000)}`)).toBe(true);
  });

  it('has a program, whatever its literals contain', () => {
    const literals =
      'package main\n\nvar globs = []string{"src/*", `// \n*`}\n\nfunc main() { println(\'"\', "*/") }\n';
    expect(packages({ 'go.mod': 'module example.com/x\n', 'main.go': literals })).toEqual(['.']);
    const quoted = 'package main\n\nconst text = `\nfunc main() {}\n`\n';
    expect(() => packages({ 'go.mod': 'module example.com/x\n', 'main.go': quoted })).toThrow('no main package');
  });

  it('prefers programs that are not there to build or show the others', () => {
    const folders = ['cmd/tool', 'cmd/hack', 'tools/gen', 'examples/a', 'hack'];
    const texts = Object.fromEntries(folders.map((folder) => [`${folder}/main.go`, MAIN]));
    const recognised = recogniseGo(filesFrom({ 'go.mod': 'module example.com/x\n', ...texts }));
    expect(recognised?.candidates).toHaveLength(5);
    expect(recognised?.preferred.map((candidate) => candidate.package)).toEqual(['./cmd/hack', './cmd/tool']);
  });

  it('is called by its path, without a major version', () => {
    const recognised = recogniseGo(filesFrom({ 'go.mod': 'module example.com/you/tool/v3\n', 'main.go': MAIN }));
    expect(recognised?.candidates).toMatchObject([{ package: '.', name: 'tool' }]);
    expect(recognised?.preferred).toHaveLength(1);
  });

  it('has no main package in tests, vendored code, other modules and what is not compiled for wasip1', () => {
    const texts = {
      'go.mod': 'module "example.com/x" // a comment\n',
      'cmd/x/main.go': MAIN,
      'testdata/main.go': MAIN,
      'vendor/v/main.go': MAIN,
      '_old/main.go': MAIN,
      'tools/go.mod': 'module example.com/x/tools\n',
      'tools/main.go': MAIN,
      'gen/gen.go': `//go:build ignore\n\n${MAIN}`,
      'web/main.go': `//go:build js && wasm\n\n${MAIN}`,
      'win/main_windows.go': MAIN,
      'lib/lib.go': 'package lib\n\n// package main\nfunc main() {}\n',
      'half/half.go': 'package main\n\n/*\nfunc main() {}\n*/\n',
    };
    expect(packages(texts)).toEqual(['./cmd/x']);
  });

  it('with a vendor folder takes modules from there', () => {
    const texts = { 'go.mod': 'module m\n', 'main.go': MAIN, 'vendor/modules.txt': '' };
    expect(recogniseGo(filesFrom(texts))?.found).toContain('vendor: modules are taken from there');
  });

  it('needs no go.sum for the modules of its own workspace', () => {
    const texts = {
      'go.work': 'use (\n\t./a\n\t./lib\n)\n',
      'a/go.mod': 'module example.com/a\nrequire (\n\texample.com/lib v0.0.0\n)\n',
      'a/main.go': MAIN,
      'lib/go.mod': 'module example.com/lib\n',
    };
    expect(recogniseGo(filesFrom(texts))?.advice).toEqual([]);
    const more = { ...texts, 'lib/go.mod': 'module example.com/lib\nrequire example.com/y v1.0.0\n' };
    expect(recogniseGo(filesFrom(more))?.advice).toEqual([expect.stringContaining('Beside lib/go.mod')]);
  });

  it('gets notes about a Go newer than the builder image takes, and about a missing go.sum', () => {
    const mod = 'module m\n\ngo 1.99.1\n\nrequire (\n\texample.com/x v1.2.3\n)\n';
    const recognised = recogniseGo(filesFrom({ 'go.mod': mod, 'main.go': MAIN }));
    expect(recognised?.adviceFor).toEqual({
      tinygo: [
        `go.mod:3 asks for Go 1.99; TinyGo ${GO_OF_BUILDER.tinygo.version}, the builder image, supports Go up to ${GO_OF_BUILDER.tinygo.newest}: lower the line, or give a newer builder image (--build-arg BUILDER_IMAGE=…).`,
      ],
      go: [expect.stringMatching(/^go\.mod:3 asks for Go 1\.99; golang \S+, the builder image, supports Go up to 1\./)],
    });
    expect(recognised?.advice).toEqual([expect.stringContaining('no go.sum')]);
    // Neither compiles it: then the usual one is as good.
    expect(recognised?.candidates[0]?.needs).toBeUndefined();
  });
});

describe('a workspace', () => {
  it('has the main packages of every module it uses', () => {
    const texts = {
      'go.work': 'go 1.22\n\nuse (\n\t./a\n\t./b\n)\n',
      'a/go.mod': 'module a\n',
      'a/main.go': MAIN,
      'b/go.mod': 'module b\n',
      'b/cmd/x/main.go': MAIN,
      'c/go.mod': 'module c\n',
      'c/main.go': MAIN,
    };
    expect(packages(texts)).toEqual(['./a', './b/cmd/x']);
  });
});

describe('what cannot be shipped is named with its place', () => {
  it.each<[string, Record<string, string>, string]>([
    ['no module', { 'go.mod': 'go 1.22\n' }, 'go.mod: it names no module'],
    ['an open block', { 'go.mod': 'module m\nrequire (\n' }, 'go.mod:2: the block "require (" is not closed'],
    ['an open quote', { 'go.mod': 'module "m\n' }, 'go.mod:1: a quote is not closed'],
    ['no version', { 'go.mod': 'module m\ngo one\n' }, 'go.mod:2: "one" is not a Go version'],
    [
      'a replacement outside',
      { 'go.mod': 'module m\nreplace x => ../x\n' },
      'go.mod:2: x is replaced by ../x, outside',
    ],
    ['a module that is not there', { 'go.work': 'use ./a\n' }, 'go.work: it uses a, where there is no go.mod'],
    ['a module outside', { 'go.work': 'use ../a\n' }, 'go.work:1: the module ../a, outside'],
    ['a library', { 'go.mod': 'module m\n', 'x.go': 'package m\n' }, 'go.mod: no main package'],
    [
      'a hostile folder',
      { 'go.mod': 'module m\n', '$(id)/main.go': MAIN },
      '$(id)/*.go: the folder "$(id)" cannot be written',
    ],
  ])('%s', (_, texts, message) => {
    expect(() => recogniseGo(filesFrom(texts))).toThrow(
      expect.objectContaining({ message: expect.stringContaining(message), exitCode: 1 }),
    );
  });
});

describe('build constraints', () => {
  it.each([
    ['wasip1', true],
    ['!wasip1', false],
    ['linux || wasip1', true],
    ['linux && wasip1', false],
    ['(linux || wasm) && !js', true],
    ['!(linux || wasm)', false],
    ['tinygo && go1.21', true],
    ['wasip1 &&', true],
    ['wasip1 wasm', true],
  ])('%s', (constraint, value) => {
    expect(holds(constraint)).toBe(value);
  });

  it('count only before the package clause, and beside the name of the file', () => {
    expect(isCompiled('x.go', 'package x\n\n//go:build linux\n')).toBe(true);
    expect(isCompiled('a/x_wasip1.go', 'package x\n')).toBe(true);
    expect(isCompiled('a/x_linux_test.go', 'package x\n')).toBe(false);
    expect(isCompiled('a/x_arm64.go', 'package x\n')).toBe(false);
  });
});

it('knows what the pinned TinyGo and the pinned Go take', async () => {
  const pins = await readFile(join(templatesFolder, 'builders/Containerfile'), 'utf8');
  const { tinygo, go } = GO_OF_BUILDER;
  // Bumped? Then look up which Go the new one takes ("requires go version 1.19 through ...").
  expect(pins).toContain(`tinygo/tinygo:${tinygo.version} AS tinygo`);
  expect(pins).toContain(`library/golang:${go.version}-trixie AS go`);
  expect(go.version).toMatch(new RegExp(`^${go.newest}\\.`));
});

describe('of several main packages', () => {
  const PROGRAM = 'package main\n\nfunc main() {}\n';
  const choice = (texts: Record<string, string>, name?: string) => {
    const files = {
      ...filesFrom({ 'go.mod': 'module example.com/you/tool/v2\n\ngo 1.21\n', ...texts }),
      ...(name && { name }),
    };
    const recognised = recogniseGo(files);
    return {
      preferred: recognised?.preferred.map((one) => one.package),
      others: recognised?.candidates.filter((one) => !recognised.preferred.includes(one)).map((one) => one.package),
    };
  };

  it.each<[string, Record<string, string>, string[], string[]]>([
    [
      'the one called as the module',
      { 'cmd/tool/m.go': PROGRAM, 'cmd/toold/m.go': PROGRAM },
      ['./cmd/tool'],
      ['./cmd/toold'],
    ],
    ['the one of the module itself', { 'main.go': PROGRAM, 'cmd/tool/m.go': PROGRAM }, ['.'], ['./cmd/tool']],
    ['all where none is called so', { 'cmd/a/m.go': PROGRAM, 'cmd/b/m.go': PROGRAM }, ['./cmd/a', './cmd/b'], []],
    [
      'none that generates, shows, tests or is internal',
      {
        'cmd/x/m.go': PROGRAM,
        'internal/gen/m.go': PROGRAM,
        'pkg/internal/y/m.go': PROGRAM,
        'examples/one/m.go': PROGRAM,
        'fuzz/f/m.go': PROGRAM,
        'function_source/main.go': PROGRAM,
      },
      ['./cmd/x'],
      ['./examples/one', './function_source', './fuzz/f', './internal/gen', './pkg/internal/y'],
    ],
    [
      'no function of a cloud',
      {
        'main.go': PROGRAM,
        'deploy/m.go':
          'package main\n\nimport "github.com/GoogleCloudPlatform/functions-framework-go/funcframework"\n\nfunc main() { funcframework.Start("") }\n',
      },
      ['.'],
      ['./deploy'],
    ],
    [
      'no library for C',
      {
        'c-bindings/m.go': 'package main\n\nimport "C"\n\nfunc main() {}\n',
        'cmd/a/m.go': PROGRAM,
      },
      ['./cmd/a'],
      ['./c-bindings'],
    ],
    [
      'no page of a browser, no folder that Go passes over, no file that is ignored',
      {
        'cmd/a/m.go': PROGRAM,
        'web/m.go': 'package main\n\nimport "syscall/js"\n\nfunc main() { js.Global() }\n',
        '_tools/m.go': PROGRAM,
        'gen.go': '//go:build ignore\n\npackage main\n\nfunc main() {}\n',
        'site/m_js.go': PROGRAM,
        'play/m.go': '//go:build js && wasm\n\npackage main\n\nfunc main() {}\n',
      },
      ['./cmd/a'],
      [],
    ],
  ])('%s is preferred', (_, texts, preferred, others) => {
    expect(choice(texts)).toEqual({ preferred, others });
  });

  it('the one called as the folder is preferred where the module has another name', () => {
    expect(choice({ 'cmd/a/m.go': PROGRAM, 'cmd/b/m.go': PROGRAM }, 'b-1.2.3').preferred).toEqual(['./cmd/b']);
  });

  // As go-jsonnet, whose program is jsonnet; gojq keeps its name where there is a gojq.
  it.each([
    ['go-jsonnet-0.20.0', ['jsonnet', 'jsonnetfmt'], './cmd/jsonnet'],
    ['ulid.go', ['ulid', 'other'], './cmd/ulid'],
    ['gojq', ['gojq', 'jq'], './cmd/gojq'],
    ['gopls', ['pls', 'other'], './cmd/pls'],
  ])('of %s, the one called so without "go" is preferred: of %j, %s', (folder, names, preferred) => {
    const texts = Object.fromEntries(names.map((name) => [`cmd/${name}/m.go`, PROGRAM]));
    expect(choice(texts, folder).preferred).toEqual([preferred]);
  });

  it('one for browsers only is refused with the reason', () => {
    const web = 'package main\n\nimport "syscall/js"\n\nfunc main() { js.Global() }\n';
    expect(() => choice({ 'web/m.go': web })).toThrow(
      'the main package ./web imports syscall/js, which only a browser has.',
    );
  });
});
