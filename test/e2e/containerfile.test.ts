import { createReadStream } from 'node:fs';
import { mkdir, readdir, readFile, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readOciArchive } from '../../generators/core/oci/oci.js';
import { copyFixture, type Fixture } from '../support/fixtures.js';
import { insideBuilder } from './support/inside.js';
import { createWasmOci, emptyFolder, podman, run, untag } from './support/run.js';
import { tinygoIsReal } from './support/toolchains.js';

const goTitle = (await tinygoIsReal()) ? 'TinyGo' : 'Go standing in for TinyGo';
const runFlags = ['run', '--rm', '-i', '--pull=never', '--platform', 'wasi/wasm'];

/** A copy of a fixture, and the image's reference, which is gone when the test is over. */
async function project(fixture: Fixture, slug: string): Promise<{ cwd: string; folder: string; image: string }> {
  const cwd = await emptyFolder();
  const image = `localhost/${slug}:latest`;
  onTestFinished(() => untag(image));
  return { cwd, folder: await copyFixture(fixture, cwd), image };
}

const adopt = (cwd: string, ...args: string[]) => createWasmOci(['containerfile', ...args, '--yes'], { cwd });

interface Case {
  title: string;
  fixture: Fixture;
  flags: string[];
  slug: string;
  args: string[];
  input: string;
  prints: string;
  /** What is written beside the container files. */
  writes?: string[];
}

const cases: Case[] = [
  {
    title: "a crate of the article's shape",
    fixture: 'article',
    flags: [],
    slug: 'rust-hello-world',
    args: [],
    input: '',
    prints: "\n    .--------------.\n    |  Hello from  |\n    |  WebAssembly |\n    '--------------'\n\n",
  },
  {
    title: 'a Cargo workspace with its own target folder',
    fixture: 'rust-workspace',
    flags: ['--bin', 'greet'],
    slug: 'greet',
    args: ['you', 'two words'],
    input: '',
    prints: 'Hello, you and two words!\n',
  },
  {
    title: 'a binary with required features',
    fixture: 'rust-workspace',
    flags: ['--package', 'greet', '--bin', 'shout'],
    slug: 'shout',
    args: [],
    input: '',
    prints: 'HELLO!\n',
  },
  {
    title: 'a package with the name of one of its dependencies, beside the default members',
    fixture: 'rust-same-names',
    flags: ['--package', 'wasi', '--name', 'random'],
    slug: 'random',
    args: [],
    input: '',
    prints: '4 random bytes\n',
  },
  {
    title: 'a crate whose build script compiles C',
    fixture: 'rust-with-c',
    flags: [],
    slug: 'checksum',
    args: [],
    // RFC 1950 and every zlib: Adler-32 of "Wikipedia" is 11e60398.
    input: 'Wikipedia',
    prints: '11e60398\n',
  },
  {
    title: 'a Makefile with gcc, -Werror, an archive and a signal handler',
    fixture: 'c-make',
    flags: [],
    slug: 'tally',
    args: [],
    input: 'a\nb\n',
    prints: 'tally 1.2: 2 lines\n',
  },
  {
    title: 'a Makefile whose program calls what wasi-libc lacks',
    fixture: 'c-posix',
    flags: [],
    slug: 'owner',
    args: [],
    input: '',
    prints: 'user nobody, mask 22, lock 0, signal 1\nchown: Function not implemented\n',
    writes: ['wasi-stubs'],
  },
  {
    title: 'a CMake project that names and places its program itself',
    fixture: 'c-cmake',
    flags: [],
    slug: 'rot13',
    args: ['Hello'],
    input: '',
    prints: 'Uryyb\n',
  },
  {
    title: 'a configure with an old config.sub, and a Makefile for maintainers',
    fixture: 'c-configure',
    flags: ['--configure-flags', '--with-greeting=good-day'],
    slug: 'greet',
    args: [],
    input: '',
    prints: 'good-day from wasm32-unknown-wasi, 8 letters\n',
    writes: ['wasi-stubs'],
  },
  {
    title: 'a configure.ac with automake, whose configure is made in the builder',
    fixture: 'c-autoreconf',
    flags: ['--configure-flags', '--enable-echo'],
    slug: 'shout',
    args: ['hey'],
    input: '',
    prints: 'HEY\nHEY\n',
  },
  {
    title: 'a Meson project with an option',
    fixture: 'c-meson',
    flags: ['--define', 'unit=rows of text'],
    slug: 'count',
    args: [],
    input: 'a\nb\n',
    prints: '2 rows of text\n',
  },
  {
    title: 'a CMake project of C++ and C',
    fixture: 'cpp-cmake',
    flags: [],
    slug: 'words',
    args: ['pear', 'apple', 'pear'],
    input: '',
    prints: 'apple 1\npear 2\n',
  },
  {
    title: 'a Makefile with CXX, CC and an archive',
    fixture: 'cpp-make',
    flags: [],
    slug: 'words',
    args: ['b', 'a', 'b'],
    input: '',
    prints: 'a 1\nb 2\n',
  },
  {
    title: 'a configure that is written by hand, for C++',
    fixture: 'cpp-by-hand',
    flags: [],
    slug: 'reverse',
    args: ['a', 'b'],
    input: '',
    prints: 'reverse 1.4: b a\n',
  },
  {
    title: 'a Makefile that starts make in other folders, where one asks for threads and starts itself again',
    fixture: 'c-below',
    flags: [],
    slug: 'below',
    args: ['Hello'],
    input: '',
    prints: '5 characters\n',
    writes: ['wasi-stubs'],
  },
  {
    title: 'a CMakeLists.txt in a folder for it, with tests that are fetched, which runs a program of its own',
    fixture: 'c-cmake-below',
    flags: [],
    slug: 'hail',
    args: [],
    input: '',
    prints: 'hail and well met\n',
  },
  {
    title: 'plain C++ and C files',
    fixture: 'cpp-sources',
    flags: [],
    slug: 'cpp-sources',
    args: ['b', 'a', 'b'],
    input: '',
    prints: 'a 1\nb 2\n',
  },
  {
    title: 'plain C files with two programs',
    fixture: 'c-sources',
    flags: ['--bin', 'main', '--name', 'sum'],
    slug: 'sum',
    args: ['40', '2'],
    input: '',
    prints: 'sum: 42\n',
  },
  {
    title: 'a Makefile in a folder beside its library',
    fixture: 'parts',
    flags: ['--in', 'programs'],
    slug: 'ask',
    args: [],
    input: '',
    prints: 'answer: 42\n',
  },
  {
    title: 'a CMakeLists.txt in a folder without sources',
    fixture: 'parts',
    flags: ['--in', 'build/cmake'],
    slug: 'ask-cmake',
    args: [],
    input: '',
    prints: 'answer: 42\n',
  },
  {
    title: `a Go module that replaces the one above (${goTitle})`,
    fixture: 'parts',
    flags: ['--in', 'cmd/tool'],
    slug: 'tool',
    args: [],
    input: '',
    prints: 'answer: 42\n',
  },
  {
    title: 'a crate with a dependency beside its folder',
    fixture: 'parts',
    flags: ['--in', 'tool'],
    slug: 'parts-tool',
    args: [],
    input: '',
    prints: 'answer: 42\n',
  },
  {
    title: `a Go module with a replaced one (${goTitle})`,
    fixture: 'go-module',
    flags: ['--package', 'cmd/report'],
    slug: 'report',
    args: ['you', 'me'],
    input: '',
    prints: 'Report: you and me\n',
  },
];

describe.each(cases)('$title', ({ fixture, flags, slug, args, input, prints, writes = [] }) => {
  it('becomes an image that runs, and nothing of its own is changed', async () => {
    const { cwd, image } = await project(fixture, slug);
    const { exitCode, stdout, stderr } = await adopt(cwd, fixture, ...flags);
    expect({ exitCode, stdout }, stderr).toEqual({ exitCode: 0, stdout: `${image}\n` });
    expect(stderr).toContain(`module   /${slug}.wasm`);
    expect(await podman([...runFlags, image, ...args], { input })).toBe(prints);
    const [facts] = JSON.parse(await podman(['image', 'inspect', image]));
    expect(facts).toMatchObject({ Os: 'wasi', Architecture: 'wasm', Config: { Entrypoint: [`/${slug}.wasm`] } });

    await copyFixture(fixture, join(cwd, 'as-it-was'));
    const { stdout: difference } = await run('diff', ['-rq', `as-it-was/${fixture}`, fixture], { cwd });
    const added = [...difference.matchAll(/^Only in (.*)$/gm)].map(([, file]) => file);
    const written = ['.containerignore', '.dockerignore', '.yo-rc.json', 'Containerfile', ...writes];
    expect(added.sort()).toEqual(written.map((name) => `${fixture}: ${name}`));
    expect(difference.trim().split('\n')).toHaveLength(written.length);
  });
});

describe('an existing project', () => {
  it('is built again unchanged, with what was chosen the last time', async () => {
    const { cwd, folder, image } = await project('rust-workspace', 'greet');
    const first = await adopt(cwd, 'rust-workspace', '--bin', 'greet', '--no-build');
    expect(first.exitCode, first.stderr).toBe(0);
    const again = () => adopt(cwd, 'rust-workspace', '--no-write', '--json');
    expect(JSON.parse((await again()).stdout)).toMatchObject({
      image,
      stdout: 'Hello, !\n',
      adopted: { bin: 'greet' },
    });
    const library = join(folder, 'crates/words/src/lib.rs');
    await writeFile(library, (await readFile(library, 'utf8')).replace(' and ', ' or '));
    // Older than what the cache has of it, as a file out of a backup is.
    await run('touch', ['-d', '2020-01-01', library]);
    expect((await again()).exitCode).toBe(0);
    expect(await podman([...runFlags, image, 'a', 'b'])).toBe('Hello, a or b!\n');
    // Podman runs a relative entrypoint: it is worth a word, and no failure.
    const containerfile = join(folder, 'Containerfile');
    const text = await readFile(containerfile, 'utf8');
    await writeFile(containerfile, text.replace(/ENTRYPOINT \["\//, 'ENTRYPOINT ["'));
    const relative = await again();
    expect(relative.exitCode, relative.stderr).toBe(0);
    expect(JSON.parse(relative.stdout)).toMatchObject({
      entrypoint: ['greet.wasm'],
      module: { path: '/greet.wasm' },
      remarks: [expect.stringContaining('the entrypoint greet.wasm is not an absolute path')],
    });
  });

  it('is not taken for a new project', async () => {
    const { cwd } = await project('c-sources', 'sum');
    await adopt(cwd, 'c-sources', '--bin', 'main', '--name', 'sum', '--no-build');
    const { exitCode, stderr } = await createWasmOci(['c-sources', '--yes'], { cwd });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('fix: create-wasm-oci containerfile c-sources');
    expect(await readdir(join(cwd, 'c-sources'))).not.toContain('Makefile');
  });

  it('is written again by the line that was printed', async () => {
    const { cwd } = await project('go-module', 'report');
    const { stderr } = await adopt(cwd, 'go-module', '--package', 'cmd/report', '--no-build');
    const line = /^ +repeat +npm init wasm-oci (.*)$/m.exec(stderr)?.[1] ?? '';
    await run('cp', ['-r', 'go-module', 'kept'], { cwd });
    const again = await createWasmOci([...line.split(' ').filter((word) => word !== '--'), '--no-build'], { cwd });
    expect(again.exitCode, again.stderr).toBe(0);
    expect((await run('diff', ['-r', 'kept', 'go-module'], { cwd })).stdout).toBe('');
  });

  it('keeps its old Containerfile, and the errors in it are reported', async () => {
    const { cwd, folder } = await project('article', 'rust-hello-world');
    await rename(join(folder, 'Containerfile.old'), join(folder, 'Containerfile'));
    const kept = await adopt(cwd, 'article');
    expect({ exitCode: kept.exitCode, stdout: kept.stdout }, kept.stderr).toEqual({ exitCode: 1, stdout: '' });
    expect(kept.stderr).toContain('wasm32-wasi is now called wasm32-wasip1: Containerfile:4');
    expect(kept.stderr).toContain('error: article already has a Containerfile');
    const forced = await adopt(cwd, 'article', '--force');
    expect(forced.exitCode, forced.stderr).toBe(0);
    expect(forced.stderr).toContain('|  Hello from  |');
  });
});

describe('a program that is not ours to judge', () => {
  const main = (folder: string, text: string) => writeFile(join(folder, 'src/main.c'), text);
  const sum = ['c-sources', '--bin', 'main', '--name', 'sum', '--engine', 'podman'];

  it('may serve: it is stopped, and nothing of it is left', async () => {
    const { cwd, image } = await project('go-module', 'serve');
    const { exitCode, stdout, stderr } = await adopt(
      cwd,
      'go-module',
      '--package',
      './cmd/serve',
      '--engine',
      'podman',
    );
    expect({ exitCode, stdout }, stderr).toEqual({ exitCode: 0, stdout: `${image}\n` });
    expect(stderr).toContain('listening');
    expect(stderr).toContain('The program had not ended after 10 seconds and was stopped.');
    expect(await podman(['ps', '--all', '--quiet', '--filter', `ancestor=${image}`])).toBe('');
  });

  it('may want arguments, and say so on stderr', async () => {
    const { cwd } = await project('rust-workspace', 'echo-args');
    const { exitCode, stderr } = await adopt(cwd, 'rust-workspace', '--bin', 'echo-args');
    expect(exitCode, stderr).toBe(0);
    expect(stderr).toContain('usage: echo-args WORD...');
  });

  it('may trap', async () => {
    const { cwd, folder } = await project('c-sources', 'sum');
    await main(folder, '#include <stdio.h>\nint main(void) { puts("before"); fflush(stdout); __builtin_trap(); }\n');
    const { exitCode, stderr } = await adopt(cwd, ...sum);
    expect(exitCode, stderr).toBe(0);
    expect(stderr).toContain('before');
    expect(stderr).toContain('The program ended in a trap (an abort, a panic).');
  });

  it('may wait for input, of which there is none', async () => {
    const { cwd, folder } = await project('c-sources', 'sum');
    await main(folder, '#include <stdio.h>\nint main(void) { return getchar() == EOF ? 0 : 1; }\n');
    const { exitCode, stderr } = await adopt(cwd, ...sum);
    expect(exitCode, stderr).toBe(0);
    expect(stderr).toContain('it ended and printed nothing');
  });

  it('may print without end', async () => {
    const { cwd, folder, image } = await project('c-sources', 'sum');
    // Large pieces, so that much comes out within the ten seconds on any machine.
    const text =
      '#include <stdio.h>\nstatic char text[1 << 20];\nint main(void) { for (;;) fwrite(text, 1, sizeof text, stdout); }\n';
    await main(folder, text);
    const { exitCode, stderr } = await adopt(cwd, ...sum);
    expect(exitCode, stderr).toBe(0);
    expect(stderr).toContain('The program printed more than 10 MB and was stopped.');
    expect(stderr.length).toBeLessThan(50_000);
    expect(await podman(['ps', '--all', '--quiet', '--filter', `ancestor=${image}`])).toBe('');
  });

  it('may be configured for programs that the builder image lacks', async () => {
    const { cwd, folder } = await project('article', 'rust-hello-world');
    await mkdir(join(folder, '.cargo'));
    const linker = '[target.\'cfg(target_os = "linux")\']\nlinker = "no-such-linker"\n';
    await writeFile(join(folder, '.cargo/config.toml'), `[build]\nrustc-wrapper = "no-such-wrapper"\n${linker}`);
    await writeFile(join(folder, 'build.rs'), 'fn main() {}\n');
    const { exitCode, stderr } = await adopt(cwd, 'article', '--force');
    expect(exitCode, stderr).toBe(0);
  });

  it('must compile, though', async () => {
    const { cwd, folder } = await project('c-sources', 'sum');
    await main(folder, 'int main(void) { return nothing; }\n');
    const { exitCode, stdout, stderr } = await adopt(cwd, ...sum);
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' });
    expect(stderr).toContain('src/main.c:1:25');
  });

  it('is built at the second try with another flag, and without --force', async () => {
    const { cwd, folder, image } = await project('c-sources', 'sum');
    await main(folder, '#include <stdio.h>\nint main(void) { puts(GIVEN); }\n');
    const failed = await adopt(cwd, ...sum);
    expect(failed.exitCode, failed.stderr).toBe(3);
    const again = await adopt(cwd, ...sum, '--cflags', `-DGIVEN='"given"'`);
    expect({ exitCode: again.exitCode, stdout: again.stdout }, again.stderr).toEqual({
      exitCode: 0,
      stdout: `${image}\n`,
    });
    expect(again.stderr).toContain('\ngiven\n');
    expect(await readFile(join(folder, 'Containerfile'), 'utf8')).toContain('GIVEN');
  });
});

describe('without a container engine', () => {
  it('plain C files become the archive that Podman runs', async () => {
    const { cwd } = await project('c-sources', 'sum');
    const bin = await emptyFolder();
    await symlink(process.execPath, join(bin, 'node'));
    await symlink((await run('sh', ['-c', 'command -v npm'])).stdout.trim(), join(bin, 'npm'));
    const args = ['containerfile', 'c-sources', '--bin', 'main', '--name', 'sum', '--yes'];
    const { exitCode, stdout, stderr } = await createWasmOci(args, { cwd, env: { PATH: bin } });
    expect({ exitCode, stdout }, stderr).toEqual({ exitCode: 0, stdout: 'oci-archive:c-sources/sum.oci.tar\n' });
    expect(stderr).toContain('sum: 0');
    const archive = `oci-archive:${join(cwd, 'c-sources/sum.oci.tar')}`;
    expect(await podman(['run', '--rm', '--platform', 'wasi/wasm', archive, '1', '2'])).toBe('sum: 3\n');
  });

  it.each(['make', 'cmake'] as const)('a project of %s says what it needs', async (tool) => {
    const { cwd } = await project(`c-${tool}`, 'x');
    const { exitCode, stderr } = await adopt(cwd, `c-${tool}`, '--engine', 'embedded');
    expect(exitCode, stderr).toBe(3);
    expect(stderr).toContain(`this project is built by ${tool}`);
  });

  it.each([
    ['rust', 'rust-workspace', 'echo-args', '--bin echo-args'],
    ['tinygo', 'go-module', 'report', '--package ./cmd/report'],
  ] as const)(
    'the compiler of the %s builder image makes the module that Podman makes',
    async (language, fixture, slug, flags) => {
      const { cwd, image } = await project(fixture, slug);
      const built = await adopt(cwd, fixture, ...flags.split(' '), '--engine', 'podman');
      expect(built.exitCode, built.stderr).toBe(0);
      await podman(['save', '--format', 'oci-archive', '--output', join(cwd, 'podman.tar'), image]);
      const ran = await insideBuilder(language, cwd, `containerfile ${fixture} --no-write --engine embedded --yes`);
      expect(ran.exitCode, ran.stderr).toBe(0);
      if (language === 'rust')
        expect(ran.stderr).toContain('it ended with exit code 2; crun with WasmEdge loses exit codes, and reports 0');
      const [theirs, ours] = await Promise.all(
        [join(cwd, 'podman.tar'), join(cwd, fixture, `${slug}.oci.tar`)].map((path) =>
          readOciArchive(createReadStream(path)),
        ),
      );
      expect(ours).toMatchObject({ os: 'wasi', architecture: 'wasm', entrypoint: theirs?.entrypoint });
      expect(ours?.module?.bytes).toBeGreaterThan(0);
    },
  );
});

describe('the command line', () => {
  it('has a help of its own, which the main one lists', async () => {
    const own = await createWasmOci(['containerfile', '--help']);
    expect(own).toMatchObject({ exitCode: 0, stderr: '', stdout: expect.stringContaining('--build-system') });
    expect((await createWasmOci(['--help'])).stdout).toMatch(/^ {2}containerfile +add container files to/m);
  });

  it.each([
    [['--bim', 'x'], "error: Unknown option '--bim'"],
    [['a', 'b'], 'error: Two directories were given'],
    [['nothing'], "error: nothing is not a project's directory: it does not exist."],
    [['--no-write'], 'error: --no-write builds with the existing container files'],
    [[], 'error: No project was recognised in .: there is no Cargo.toml'],
  ])('refuses %j with exit code 1', async (args, message) => {
    const cwd = await emptyFolder();
    const { exitCode, stdout, stderr } = await adopt(cwd, ...args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(await readdir(cwd)).toEqual([]);
  });
});
