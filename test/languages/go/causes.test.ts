import { describe, expect, it } from 'vitest';
import { go } from '../../../generators/core/languages/go/language.js';
import { causeIn } from '../../support/failed-build.js';

const mod = 'module greet\n\ngo 1.21\n';
const plan = { kind: 'go', package: '.' };
const cause = (output: string, texts: Record<string, string> = {}, compiler = 'go') =>
  causeIn(go, output, { 'go.mod': mod, ...texts }, { plan, compiler });

/** Output of Go 1.26 with GOOS=wasip1 GOARCH=wasm; the folders are those of a builder stage. */
describe('a failed build of Go', () => {
  it('names the package that has no file for WASI, and the way to it', async () => {
    const output =
      'package greet\n\timports greet/term: build constraints exclude all Go files in /src/term\nError: building at STEP "RUN go build": while running runtime: exit status 1\n';
    expect(await cause(output, { 'term/term_unix.go': '//go:build unix\n\npackage term\n' })).toEqual({
      id: 'source-for-other-systems',
      message:
        'The package greet/term has no file for WASI: all of its files are for other systems. It comes in by greet → greet/term.',
      fix: ['Add a file to it with //go:build wasip1, which does the same for WASI.'],
    });
  });

  it('names cgo', async () => {
    const output = 'package greet: build constraints exclude all Go files in /src\n';
    const found = await cause(output, { 'main.go': 'package main\n\n// #include <stdio.h>\nimport "C"\n' });
    expect(found?.message).toBe(
      'The package greet has no file for WASI: it imports "C", and there is no cgo for wasip1.',
    );
  });

  it('names a program for browsers', async () => {
    const output =
      'package greet\n\timports syscall/js: build constraints exclude all Go files in /usr/local/go/src/syscall/js\n';
    expect(await cause(output)).toMatchObject({
      id: 'for-browsers',
      message: expect.stringContaining('imports syscall/js'),
    });
  });

  it('names the module of a dependency, and the line that asks for it', async () => {
    const output =
      '# github.com/Creack/pty\n/cache/mod/github.com/!creack/pty@v1.1.24/ioctl.go:12:9: undefined: ioctl_inner\n';
    const direct = await cause(output, { 'go.mod': `${mod}\nrequire github.com/Creack/pty v1.1.24\n` });
    expect(direct).toMatchObject({
      id: 'module-without-wasi',
      message:
        'The module github.com/Creack/pty v1.1.24 does not support WASI: undefined: ioctl_inner. go.mod:5 asks for it.',
    });
    const indirect = await cause(output, {
      'go.mod': `${mod}\nrequire (\n\tgithub.com/Creack/pty v1.1.24 // indirect\n)\n`,
    });
    expect(indirect?.message).toContain('go.mod:6 asks for it, for another module.');
    expect(indirect?.fix[0]).toBe('go mod why -m github.com/Creack/pty   shows what imports it');
  });

  it.each([
    ['undefined: syscall.Exec', 'syscall.Exec, which Go does not have for wasip1'],
    [
      'unknown field Setpgid in struct literal of type syscall.SysProcAttr',
      'syscall.SysProcAttr.Setpgid, which Go does not have for wasip1',
    ],
    ['undefined: unix.Dup2', 'unix.Dup2, which Go does not have for wasip1'],
  ])('names what the source uses of other systems: %s', async (message, what) => {
    const found = await cause(`# greet\n./main.go:9:15: declared and not used: x\nterm/width.go:7:2: ${message}\n`);
    expect(found).toEqual({
      id: 'source-for-other-systems',
      message: `term/width.go:7 uses ${what}.`,
      fix: ['Move it to a file with //go:build !wasip1, with another way in a file with //go:build wasip1.'],
    });
  });

  it.each(['term/term_linux.go', 'term/term.go'])(
    'finds what is missing in %s, which is for other systems',
    async (path) => {
      const build = path.includes('linux') ? '' : '//go:build !wasip1\n\n';
      const found = await cause('# greet\n./main.go:9:15: undefined: term.Width\n', {
        'main.go': 'package main\n',
        [path]: `${build}package term\n\nfunc Width() int { return 80 }\n`,
      });
      expect(found?.message).toBe(`main.go:9 uses term.Width, which ${path} has for other systems only.`);
    },
  );

  it.each([
    ['undefined: CertutilInstallHelp', 'CertutilInstallHelp'],
    ['m.installPlatform undefined (type *mkcert has no field or method installPlatform)', 'installPlatform'],
  ])('finds what is missing in a block of variables and among methods: %s', async (message, name) => {
    const found = await cause(`# mkcert\n./main.go:193:39: ${message}\n`, {
      'store_linux.go':
        'package main\n\nvar (\n\tFirefoxPath = ""\n\tCertutilInstallHelp string\n)\n\nfunc (m *mkcert) installPlatform() bool { return true }\n',
    });
    expect(found?.message).toBe(`main.go:193 uses ${name}, which store_linux.go has for other systems only.`);
  });

  it('says to fix the source only where it is the source', async () => {
    const found = await cause('# greet\n./main.go:11:6: declared and not used: u\n', { 'main.go': 'package main\n' });
    expect(found).toEqual({
      id: 'source',
      message: 'The compiler found an error in the source (main.go:11: declared and not used: u).',
      fix: ['Fix the source, then repeat the build.'],
    });
    expect((await cause('# greet\n./main.go:3:2: undefined: foo\n'))?.id).toBe('source');
  });

  // jd 1.9.1 of Go's proxy, whose archives have of vendor/ only modules.txt.
  it('names what vendor/ does not have, and the line that does without it', async () => {
    const output =
      'lib/pointer.go:8:2: cannot find module providing package github.com/go-openapi/jsonpointer: import lookup disabled by -mod=vendor\n\t(Go version in go.mod is at least 1.14 and vendor directory exists.)\n';
    const files = { 'go.mod': 'module greet\n\ngo 1.18\n', 'main.go': 'package main\nfunc main() {}\n' };
    const plan = { kind: 'go' as const, package: '.' };
    expect(await causeIn(go, output, files, { compiler: 'go', plan })).toEqual({
      id: 'modules-behind',
      message: 'vendor/ does not have the package github.com/go-openapi/jsonpointer, which lib/pointer.go:8 imports.',
      fix: [
        'create-wasm-oci containerfile . --build-env GOFLAGS=-mod=mod   downloads the modules instead',
        'go mod vendor   copies them to vendor/; commit it',
      ],
    });
  });

  it('names a Go that is too old', async () => {
    const output = 'go: go.mod requires go >= 1.25 (running go 1.23.5; GOTOOLCHAIN=local)\n';
    expect(await cause(output)).toEqual({
      id: 'old-compiler',
      message: 'The Go of the builder image is too old (1.23.5). go.mod asks for Go 1.25 or later.',
      fix: ['Lower the line "go" of go.mod to 1.23, the installed Go.', 'Use a builder image with Go 1.25 or later.'],
    });
  });

  it.each([
    [
      'main.go:5:2: no required module provides package github.com/creack/pty; to add it:\n\tgo get github.com/creack/pty\n',
      'go mod tidy',
    ],
    [
      'main.go:5:2: missing go.sum entry for module providing package github.com/creack/pty (imported by greet); to add:\n',
      'go mod tidy',
    ],
    [
      'go: inconsistent vendoring in /src:\n\tgithub.com/creack/pty@v1.1.24: is explicitly required in go.mod, but not marked\n',
      'go mod vendor',
    ],
  ])('names modules that are behind: %s', async (output, command) => {
    expect(await cause(output)).toMatchObject({
      id: 'modules-behind',
      fix: [expect.stringContaining(command)],
    });
  });

  it('names what cannot be downloaded', async () => {
    const network =
      'go: github.com/creack/pty@v1.1.24: Get "https://goproxy.example/github.com/creack/pty/@v/v1.1.24.mod": dial tcp: lookup goproxy.example: no such host\n';
    expect(await cause(network)).toMatchObject({
      id: 'download',
      message: 'The build cannot download the module github.com/creack/pty@v1.1.24.',
    });
    const hidden =
      "go: example.com/team/secret@v1.0.0: invalid version: git ls-remote -q origin in /cache/mod/cache/vcs/1: exit status 128:\n\tfatal: could not read Username for 'https://example.com': terminal prompts disabled\n";
    expect(await cause(hidden)).toMatchObject({ id: 'private-dependency' });
  });

  // gron 0.7.1 by Go 1.26, and jsonnet 0.20 by TinyGo 0.40: Go compiles neither.
  it.each(['go', 'tinygo'])(
    'names the module that has a name for other systems only, not the one that uses it (%s)',
    async (compiler) => {
      const output = `go: downloading github.com/fatih/color v1.12.0
go: downloading github.com/mattn/go-isatty v0.0.12
# github.com/fatih/color
/cache/mod/github.com/fatih/color@v1.12.0/color.go:23:12: undefined: isatty.IsTerminal
`;
      expect(
        await causeIn(
          go,
          output,
          { 'go.mod': 'module greet\n\nrequire github.com/fatih/color v1.12.0\n' },
          { compiler },
        ),
      ).toEqual({
        id: 'module-without-wasi',
        message:
          'The module github.com/mattn/go-isatty v0.0.12 does not support WASI: it has no isatty.IsTerminal for wasip1. It comes in by github.com/fatih/color.',
        fix: [
          'go get github.com/mattn/go-isatty@latest   takes its newest version, which may support WASI',
          'Or import it in files with //go:build !wasip1 only.',
        ],
      });
    },
  );

  it.each([
    ['github.com/mattn/go-isatty v0.0.12 // indirect', 'isatty.IsTerminal', 'github.com/mattn/go-isatty v0.0.12'],
    ['github.com/spf13/pflag/v2 v2.0.1', 'pflag.Lookup', 'github.com/spf13/pflag/v2 v2.0.1'],
    ['gopkg.in/yaml.v2 v2.2.7', 'yaml.Lock', 'gopkg.in/yaml.v2 v2.2.7'],
    ['github.com/mattn/go-isatty v0.0.12', 'syscall.Flock', 'github.com/fatih/color v1.12.0'],
  ])('reads go.mod for the module of a name: %s, %s', async (line, name, module) => {
    const output = `/cache/mod/github.com/fatih/color@v1.12.0/color.go:23:12: undefined: ${name}\n`;
    const read = await causeIn(
      go,
      output,
      { 'go.mod': `module greet\n\nrequire (\n\t${line}\n)\n` },
      { compiler: 'go' },
    );
    expect(read?.message).toContain(`The module ${module} does not support WASI: `);
  });

  it('names Go where TinyGo does not compile what the program imports', async () => {
    const output =
      '# golang.org/x/net/http2\n/cache/mod/golang.org/x/net@v0.30.0/http2/transport.go:26:2: undefined: tls.Conn\n';
    expect(await cause(output, {}, 'tinygo')).toEqual({
      id: 'not-for-tinygo',
      message: 'TinyGo does not compile golang.org/x/net, which the program imports (undefined: tls.Conn).',
      fix: ['--language go   compiles it by Go, whose modules are larger'],
    });
    expect(await cause('/usr/local/go/src/net/http/server.go:12:2: undefined: x\n', {}, 'tinygo')).toMatchObject({
      message: 'TinyGo does not compile net/http, which the program imports (undefined: x).',
    });
  });

  it('names a file that is embedded, and is missing', async () => {
    expect(await cause('main.go:5:12: pattern assets/*: no matching files found\n')).toMatchObject({
      id: 'no-file',
      message: 'main.go:5 embeds assets/*, which is not in the build context.',
    });
  });
});
