import { describe, expect, it } from 'vitest';
import { filesFrom } from '../../../generators/core/languages/detect/project-files.js';
import { GO_OF_BUILDER, recogniseGo } from '../../../generators/core/languages/go/detect/go.js';
import { importsOf } from '../../../generators/core/languages/go/detect/go-files.js';

const main = (imports: string, body = '') => `package main\n\n${imports}\n\nfunc main() {${body}}\n`;
const needOf = (texts: Record<string, string>) =>
  recogniseGo(filesFrom({ 'go.mod': 'module example.com/x\n\ngo 1.22\n', ...texts }))?.candidates[0]?.needs;
const imports = (name: string) => needOf({ 'main.go': main(`import "${name}"`) });

// TinyGo's own table, tinygo.org/docs/reference/lang-support/stdlib: "Importable: no", and what panics in reflection.
const refused = [
  'debug/buildinfo',
  'expvar',
  'net/http',
  'net/http/cgi',
  'net/http/cookiejar',
  'net/http/httptest',
  'net/http/httptrace',
  'net/http/httputil',
  'net/rpc',
  'net/rpc/jsonrpc',
  'net/smtp',
  'plugin',
  'time/tzdata',
  'encoding/gob',
  'html/template',
  'text/template',
];
const taken = [
  'fmt',
  'net',
  'net/url',
  'net/netip',
  'encoding/json',
  'reflect',
  'text/template/parse',
  'net/httpx',
  'time',
];

describe('a program', () => {
  it.each(refused)('that imports %s is compiled by Go', (name) => {
    expect(imports(name)).toEqual({
      compiler: 'go',
      why: `main.go:3 imports ${name}, which TinyGo does not support: Go compiles it.`,
      otherwise: `main.go:3 imports ${name}, which TinyGo does not support: --language go compiles it.`,
    });
  });

  it.each(taken)('that imports %s is compiled by TinyGo', (name) => {
    expect(imports(name)).toBeUndefined();
  });

  it.each([
    ['reflect.MakeFunc(t, f)', true],
    ['v.MethodByName("Run")', true],
    ['v.Call([]reflect.Value{a})', true],
    ['v.Call(args)', true],
    ['v.Field(0).SetInt(1)', false],
    ['println("v.MethodByName(x)") // reflect.MakeFunc(', false],
  ])('with reflection and %s is compiled by Go: %s', (body, byGo) => {
    const need = needOf({ 'main.go': main('import "reflect"', `\n\t${body}\n`) });
    const reflecting = expect.stringContaining(
      'main.go:6 calls functions by reflection, which TinyGo does not support',
    );
    expect(need?.why).toEqual(byGo ? reflecting : undefined);
    expect(needOf({ 'main.go': main('', `\n\t${body}\n`) })).toBeUndefined();
  });

  it('is what its packages are: those of its modules, its workspace, replaced folders and vendored ones', () => {
    const http = 'package p\n\nimport (\n\t"fmt"\n\n\tweb "net/http" // the server\n)\n';
    const place = (texts: Record<string, string>) => needOf(texts)?.why.split(' ')[0];
    const entry = { 'main.go': main('import "example.com/x/internal/a"') };
    const a = 'package a\n\nimport _ "example.com/x/internal/b"\n';
    expect(place({ ...entry, 'internal/a/a.go': a, 'internal/b/b.go': http })).toBe('internal/b/b.go:6');
    expect(place({ ...entry, 'internal/b/b.go': http })).toBeUndefined();
    const outside = { 'main.go': main('import "example.com/other/web"') };
    expect(place({ ...outside, 'vendor/example.com/other/web/w.go': http })).toBe(
      'vendor/example.com/other/web/w.go:6',
    );
    const replaced = { 'go.mod': 'module example.com/x\n\nreplace example.com/other => ./lib/other\n' };
    const lib = { 'lib/other/go.mod': 'module example.com/other\n', 'lib/other/web/w.go': http };
    expect(place({ ...outside, ...replaced, ...lib })).toBe('lib/other/web/w.go:6');
    const work = { 'go.work': 'use (\n\t.\n\t./lib/other\n)\n' };
    expect(place({ ...outside, ...work, ...lib })).toBe('lib/other/web/w.go:6');
  });

  it('is not what only tests, other systems or non-TinyGo builds import', () => {
    const http = 'package main\n\nimport "net/http"\n';
    const files = { 'main.go': main(''), 'main_test.go': http, 'serve_linux.go': http };
    expect(needOf({ ...files, 'serve.go': `//go:build !tinygo\n\n${http}` })).toBeUndefined();
    expect(needOf({ ...files, 'serve.go': `//go:build tinygo\n\n${http}` })?.why).toContain(
      'serve.go:5 imports net/http',
    );
  });

  it('of a newer Go than TinyGo takes is compiled by Go, where that is new enough', () => {
    const { tinygo, go } = GO_OF_BUILDER;
    expect(needOf({ 'go.mod': `module m\n\ngo ${go.newest}.1\n`, 'main.go': main('') })).toEqual({
      compiler: 'go',
      why: `go.mod:3 asks for Go ${go.newest}, and TinyGo ${tinygo.version} supports Go up to ${tinygo.newest}: Go compiles it.`,
    });
    expect(needOf({ 'go.mod': `module m\n\ngo ${tinygo.newest}\n`, 'main.go': main('') })).toBeUndefined();
  });

  it('is one of several, each with its own compiler', () => {
    const texts = { 'go.mod': 'module m\n', 'cmd/a/main.go': main(''), 'cmd/b/main.go': main('import "net/http"') };
    const candidates = recogniseGo(filesFrom(texts))?.candidates.map(({ name, needs }) => [name, needs?.compiler]);
    expect(candidates).toEqual([
      ['a', undefined],
      ['b', 'go'],
    ]);
  });
});

describe('imports', () => {
  it.each<[string, [string, number][]]>([
    ['import "a"', [['a', 1]]],
    [
      'import x "a/b"; import . `c`\n',
      [
        ['a/b', 1],
        ['c', 1],
      ],
    ],
    [
      '// import "no"\n/* import "no"\n */\nimport (\n"a"\n_ "b" /* "no" */\n)',
      [
        ['a', 5],
        ['b', 6],
      ],
    ],
    ['import ()\nvar text = "import \\"no\\""\nvar raw = `\nimport "no"\n`\n', []],
  ])('of %j are %j', (text, expected) => {
    expect(importsOf(text).map(({ path, line }) => [path, line])).toEqual(expected);
  });
});
