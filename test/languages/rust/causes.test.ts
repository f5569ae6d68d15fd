import { describe, expect, it } from 'vitest';
import { filesFrom } from '../../../generators/core/languages/detect/project-files.js';
import { meansWasi } from '../../../generators/core/languages/rust/causes/cfg.js';
import { recogniseRust } from '../../../generators/core/languages/rust/detect/rust.js';
import { rust } from '../../../generators/core/languages/rust/language.js';
import { causeIn, type Read } from '../../support/failed-build.js';

/** Where cargo has the sources of a crate in the builder stage. */
const REGISTRY = '/usr/local/cargo/registry/src/index-1949cf8c6b5b557f';
const manifest = (rest = '') => `[package]\nname = "greet"\nversion = "1.0.0"\nedition = "2021"\n\n${rest}`;

/** A Cargo.lock: each crate with what it depends on; the first is the project. */
function lock(crates: Readonly<Record<string, readonly string[]>>): string {
  const tables = Object.entries(crates).map(([crate, needs], index) => {
    const [name, version] = crate.split(' ');
    const source = index === 0 ? '' : 'source = "registry+index"\n';
    const listed = needs.map((need) => ` "${need}",\n`).join('');
    return `[[package]]\nname = "${name}"\nversion = "${version}"\n${source}dependencies = [\n${listed}]\n`;
  });
  return `version = 4\n\n${tables.join('\n')}`;
}

/** What is made of a failed build of a Cargo project. */
function cause(output: string, texts: Record<string, string> = {}, selection = {}): Promise<Read | undefined> {
  const files = { 'src/main.rs': 'fn main() {}\n', 'Cargo.toml': manifest(), ...texts };
  const plan = recogniseRust(filesFrom(files), selection)?.candidates[0]?.plan;
  return causeIn(rust, output, files, { plan });
}

/** rustc 1.85 for wasm32-wasip1, with fd-lock 4.0.2. */
const FD_LOCK = `    Checking fd-lock v4.0.2
error[E0255]: the name \`unsupported\` is defined multiple times
  --> ${REGISTRY}/fd-lock-4.0.2/src/sys/mod.rs:15:17
   |
9  |         mod unsupported;
   |         ---------------- previous definition of the module \`unsupported\` here

error[E0433]: failed to resolve: could not find \`unix\` in \`os\`
 --> ${REGISTRY}/fd-lock-4.0.2/src/sys/unsupported/read_guard.rs:2:14
  |
2 | use std::os::unix::io::AsRawFd;
  |              ^^^^ could not find \`unix\` in \`os\`

error: could not compile \`fd-lock\` (lib) due to 2 previous errors
Error: building at STEP "RUN cargo build": while running runtime: exit status 101
`;

/** The same of a crate that refuses by itself: tokio 1.38 with its feature "full". */
const TOKIO = `error: Only features sync,macros,io-util,rt,time are supported on wasm.
   --> ${REGISTRY}/tokio-1.38.0/src/lib.rs:481:1
    |
481 | compile_error!("Only features sync,macros,io-util,rt,time are supported on wasm.");
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

error[E0432]: unresolved import \`crate::runtime::io\`
 --> ${REGISTRY}/tokio-1.38.0/src/net/tcp.rs:1:5

error: could not compile \`tokio\` (lib) due to 2 previous errors
`;

describe('a crate without WASI', () => {
  const locked = lock({
    'greet 1.0.0': ['clap', 'rustyline'],
    'clap 4.5.0': [],
    'rustyline 14.0.0': ['fd-lock', 'cfg-if'],
    'fd-lock 4.0.2': ['cfg-if'],
    'cfg-if 1.0.0': [],
  });
  const WHAT = 'The crate fd-lock 4.0.2 does not support WASI (could not find `unix` in `os`).';

  it('is named with the way to it, the feature that brings it, and the line that builds without', async () => {
    const features =
      '[features]\ndefault = ["toml", "repl"]\ntoml = []\nrepl = ["dep:rustyline"]\n\n[dependencies]\nclap = "4"\nrustyline = { version = "14", optional = true }\n';
    expect(await cause(FD_LOCK, { 'Cargo.toml': manifest(features), 'Cargo.lock': locked })).toEqual({
      id: 'crate-without-wasi',
      message: `${WHAT} It comes in by greet → rustyline 14.0.0 → fd-lock 4.0.2, with the feature repl.`,
      fix: ['create-wasm-oci containerfile . --no-default-features --features toml   builds without repl'],
    });
  });

  it('is named with the feature where only an inner feature has the dependency, and only defaults bring it', async () => {
    const features =
      '[features]\ndefault = ["full"]\nfull = ["repl"]\nrepl = ["rustyline"]\n\n[dependencies]\nrustyline = { version = "14", optional = true }\n';
    const found = await cause(FD_LOCK, { 'Cargo.toml': manifest(features), 'Cargo.lock': locked });
    expect(found?.message).toMatch(/with the feature full\.$/);
    expect(found?.fix).toEqual(['create-wasm-oci containerfile . --no-default-features   builds without full']);
  });

  it('is avoided by a shorter --features where that brought it', async () => {
    const features =
      '[features]\nrepl = ["dep:rustyline"]\ncolor = []\n\n[dependencies]\nrustyline = { version = "14", optional = true }\n';
    const texts = { 'Cargo.toml': manifest(features), 'Cargo.lock': locked };
    expect((await cause(FD_LOCK, texts, { features: 'repl,color' }))?.fix).toEqual([
      'create-wasm-oci containerfile . --features color   builds without repl',
    ]);
    expect((await cause(FD_LOCK, texts, { features: 'repl' }))?.fix).toEqual([
      'create-wasm-oci containerfile . --features ""   builds without repl',
    ]);
  });

  it('has no such line where no feature brings it, or the binary requires the feature', async () => {
    const always = await cause(FD_LOCK, {
      'Cargo.toml': manifest('[dependencies]\nrustyline = "14"\n'),
      'Cargo.lock': locked,
    });
    expect(always?.message).toBe(`${WHAT} It comes in by greet → rustyline 14.0.0 → fd-lock 4.0.2.`);
    expect(always?.fix).toEqual([
      'cargo update -p fd-lock@4.0.2   takes a newer version, which may support WASI',
      'cargo tree --edges features --invert fd-lock@4.0.2 --target wasm32-wasip1   shows which features bring it',
      'Where a default feature of rustyline brings it: default-features = false for rustyline in Cargo.toml.',
    ]);
    const required = await cause(FD_LOCK, {
      'Cargo.toml': manifest(
        '[[bin]]\nname = "greet"\npath = "src/main.rs"\nrequired-features = ["repl"]\n\n[features]\nrepl = ["dep:rustyline"]\n\n[dependencies]\nrustyline = { version = "14", optional = true }\n',
      ),
      'Cargo.lock': locked,
    });
    expect(required?.message).toMatch(/with the feature repl\.$/);
    expect(required?.fix.join()).not.toContain('--features ""');
  });

  it('is not looked for behind tests, or behind dependencies for other systems', async () => {
    const elsewhere =
      '[dev-dependencies]\nclap = "4"\n\n[target.\'cfg(unix)\'.dependencies]\nrustyline = "14"\n\n[dependencies]\nlines = "1"\n';
    const found = await cause(FD_LOCK, {
      'Cargo.toml': manifest(elsewhere),
      'Cargo.lock': lock({
        'greet 1.0.0': ['clap', 'lines', 'rustyline'],
        'clap 4.5.0': ['fd-lock'],
        'rustyline 14.0.0': ['fd-lock'],
        'lines 1.0.0': ['more'],
        'more 1.0.0': ['fd-lock'],
        'fd-lock 4.0.2': [],
      }),
    });
    expect(found?.message).toContain('by greet → lines 1.0.0 → more 1.0.0 → fd-lock 4.0.2.');
  });

  it('speaks for itself where it refuses', async () => {
    const found = await cause(TOKIO, {
      'Cargo.toml': manifest('[dependencies]\ntokio = { version = "1", features = ["full"] }\n'),
      'Cargo.lock': lock({ 'greet 1.0.0': ['tokio'], 'tokio 1.38.0': [] }),
    });
    expect(found?.message).toBe(
      'The crate tokio 1.38.0 does not support WASI: "Only features sync,macros,io-util,rt,time are supported on wasm". greet depends on it directly.',
    );
    expect(found?.fix[0]).toBe('Give tokio no other features, in the Cargo.toml of the package that depends on it.');
    expect(found?.fix.join()).not.toContain('cargo update');
  });

  it('is named without a Cargo.lock, and for a project that this tool wrote', async () => {
    expect((await cause(FD_LOCK))?.message).toBe(WHAT);
    const found = await causeIn(rust, FD_LOCK, {
      'Cargo.toml': manifest('[dependencies]\nrustyline = "14"\n'),
      'Cargo.lock': locked,
    });
    expect(found?.message).toContain('It comes in by greet → rustyline 14.0.0');
  });

  // minijinja-cli 2.8.0: without repl, home is next, which toml brings. cargo stops at the first of them.
  it('is avoided together with other known crates, where one line can do that', async () => {
    const features =
      '[features]\ndefault = ["toml", "repl", "json"]\njson = []\ntoml = ["dep:home"]\nrepl = ["dep:rustyline"]\n\n[dependencies]\nrustyline = { version = "14", optional = true }\nhome = { version = "0.5", optional = true }\n';
    const withHome = (version: string, more: readonly string[] = []) =>
      lock({
        'greet 1.0.0': ['rustyline', 'home', ...more],
        'rustyline 14.0.0': ['fd-lock'],
        'fd-lock 4.0.2': [],
        [`home ${version}`]: [],
        'etcetera 0.8.0': ['home'],
      });
    const fix = async (text: string, locked: string) =>
      (await cause(FD_LOCK, { 'Cargo.toml': manifest(text), 'Cargo.lock': locked }))?.fix;
    const line = 'create-wasm-oci containerfile . --no-default-features --features';
    expect(await fix(features, withHome('0.5.9'))).toEqual([`${line} json   builds without repl and toml`]);
    // A version that nobody has tried, and one that comes in by another way, too.
    expect(await fix(features, withHome('0.9.0'))).toEqual([`${line} toml,json   builds without repl`]);
    expect(await fix(`${features}etcetera = "0.8"\n`, withHome('0.5.9', ['etcetera']))).toEqual([
      `${line} toml,json   builds without repl`,
    ]);
  });

  // xsv 0.13.0 has no Cargo.lock in its archive, and depends on filetime 0.1.
  it('is named with its way in where there is no Cargo.lock, if the package depends on it directly', async () => {
    const direct = '[dependencies]\nfd-lock = "4"\n';
    expect(await cause(FD_LOCK, { 'Cargo.toml': manifest(direct) })).toMatchObject({
      message: `${WHAT} greet depends on it directly.`,
      fix: [
        'cargo update -p fd-lock@4.0.2   takes a newer version, which may support WASI',
        expect.stringContaining('Or build without fd-lock for WASI'),
      ],
    });
    const optional =
      '[features]\ndefault = ["lock"]\nlock = ["dep:fd-lock"]\n[dependencies]\nfd-lock = { version = "4", optional = true }\n';
    expect((await cause(FD_LOCK, { 'Cargo.toml': manifest(optional) }))?.fix).toEqual([
      'create-wasm-oci containerfile . --no-default-features   builds without lock',
    ]);
  });

  it('is found in the output of BuildKit, too', async () => {
    const output = FD_LOCK.replaceAll(/^/gm, '#8 0.075 ');
    expect((await cause(output))?.message).toBe(WHAT);
  });
});

describe('a crate with a build script', () => {
  it('is named where it compiles C, with the features that can be disabled', async () => {
    const output = `error: failed to run custom build command for \`libmimalloc-sys v0.1.49\`

Caused by:
  process didn't exit successfully: \`/target/release/build/libmimalloc-sys-f9ed9a47/build-script-build\` (exit status: 1)
  --- stderr


  error occurred in cc-rs: failed to find tool "clang": No such file or directory (os error 2)
`;
    const found = await cause(output, {
      'Cargo.toml': manifest(
        '[features]\ndefault = ["mimalloc"]\n\n[dependencies]\nmimalloc = { version = "0.1", optional = true }\n',
      ),
      'Cargo.lock': lock({
        'greet 1.0.0': ['mimalloc'],
        'mimalloc 0.1.52': ['libmimalloc-sys'],
        'libmimalloc-sys 0.1.49': [],
      }),
    });
    expect(found).toEqual({
      id: 'c-in-a-crate',
      message:
        'The crate libmimalloc-sys 0.1.49 compiles C, and there is no C compiler for WebAssembly. It comes in by greet → mimalloc 0.1.52 → libmimalloc-sys 0.1.49, with the feature mimalloc.',
      fix: ['create-wasm-oci containerfile . --no-default-features   builds without mimalloc'],
    });
  });

  // libgit2-sys 0.18, libsqlite3-sys 0.30 and openssl-sys 0.9.110 by rustc 1.85 and wasi-sdk's clang.
  it.each([
    [
      'cargo:warning=In file included from libgit2/src/util/hash/builtin.c:8:\n  cargo:warning=libgit2/src/util/thread.h:437:3: error: unknown threading model\n',
      'error occurred in cc-rs: command did not execute successfully (status code exit status: 1): "clang"',
      'compiles C, which fails for WASI (libgit2/src/util/thread.h:437: unknown threading model).',
    ],
    [
      'cargo:warning=sqlite3/sqlite3.c:34140:10: error: static assertion failed: This mode of WASI does not have threads enabled; to enable stub functions which always fail, compile with -D_WASI_EMULATED_PTHREAD and link with -lwasi-emulated-pthread\n',
      'error occurred in cc-rs: command did not execute successfully',
      'compiles C, which fails for WASI (sqlite3/sqlite3.c:34140 starts threads, which WASI does not have).',
    ],
    [
      "warning: native-sys@1.0.0: src/a.c:9:3: error: call to undeclared function 'fork'; ISO C99 and later do not support implicit function declarations\n",
      'error occurred in cc-rs: command did not execute successfully',
      'compiles C, which fails for WASI (src/a.c:9 calls fork, which wasi-libc does not have: ',
    ],
    [
      "cargo:warning=src/a.c:1:10: fatal error: 'setjmp.h' file not found\n",
      'error occurred in cc-rs: command did not execute successfully',
      "compiles C, which fails for WASI (src/a.c:1 includes setjmp.h, which needs WebAssembly's exception handling",
    ],
    [
      'cargo:warning=openssl-src: failed to build OpenSSL from source\n',
      "don't know how to configure OpenSSL for wasm32-wasip1",
      'builds OpenSSL, which does not support WASI.',
    ],
    [
      'CMAKE_TOOLCHAIN_FILE_wasm32_wasip1 = Some("/opt/wasi-sdk/share/cmake/wasi-sdk-p1.cmake")\n',
      'CMake Error at CMakeLists.txt:12 (message):\n    Threads are required.\n',
      'builds C by CMake, which fails for WASI (CMakeLists.txt:12: Threads are required).',
    ],
    ['', 'the generator of tables found no grammar', 'failed: the generator of tables found no grammar.'],
  ])('says why its C fails: %s %s', async (stdout, stderr, why) => {
    const output = `error: failed to run custom build command for \`native-sys v1.0.0\`

Caused by:
  process didn't exit successfully: \`/target/release/build/native-sys-e8a1/build-script-build\` (exit status: 1)
  --- stdout
  ${stdout}
  --- stderr


  ${stderr}



warning: build failed, waiting for other jobs to finish...
`;
    const read = await cause(output);
    expect(read?.message).toContain(why);
    // No version of OpenSSL is for WASI.
    if (why.includes('OpenSSL')) expect(read?.fix.join()).not.toContain('cargo update');
  });

  it('says to write the Containerfile again where that was written before the crate came', async () => {
    const output = (said: string) =>
      `error: failed to run custom build command for \`native-sys v1.0.0\`\n  --- stderr\n  ${said}\n`;
    const cc = output('error occurred in cc-rs: failed to find tool "clang": No such file or directory (os error 2)');
    const cmake = output('is `cmake` not installed?');
    const first = async (text: string, containerfile: string) =>
      (await cause(text, { Containerfile: containerfile }))?.fix[0];
    const again = 'create-wasm-oci containerfile .   writes a Containerfile with';
    expect(await first(cc, 'FROM rust\n')).toBe(`${again} a C compiler for WebAssembly`);
    expect(await first(cmake, 'ARG WASI_SDK_IMAGE=sdk\n')).toBe(`${again} CMake`);
    expect(await first(cc, 'ARG WASI_SDK_IMAGE=sdk\n')).not.toContain('containerfile');
    expect(await first(cmake, 'RUN apt-get install cmake make\n')).not.toContain('containerfile');
  });

  it('is named where it needs a system library', async () => {
    const output =
      'error: failed to run custom build command for `openssl-sys v0.9.118`\n\n  pkg-config has not been configured to support cross-compilation.\n';
    expect(await cause(output)).toMatchObject({
      id: 'system-library',
      message: expect.stringContaining('The crate openssl-sys 0.9.118 links the system library of its name'),
    });
  });
});

describe('a tool of the builder stage', () => {
  // apt-get of Debian 13, in an image without package lists and in one without a network.
  it('is named where the builder image cannot install it', async () => {
    const output =
      "Reading package lists...\nE: Unable to locate package cmake\nE: Package 'make' has no installation candidate\n";
    expect(await cause(output)).toEqual({
      id: 'no-package',
      message: 'The build installs cmake and make, which the package lists of the builder image do not have.',
      fix: ['Use a builder image with cmake and make.'],
    });
  });

  it('is named where it cannot be downloaded', async () => {
    const output = `W: Failed to fetch http://deb.debian.org/debian/dists/trixie/InRelease  Temporary failure resolving 'deb.debian.org'
W: Some index files failed to download. They have been ignored, or old ones used instead.
E: Unable to locate package cmake
`;
    expect(await cause(output)).toMatchObject({
      id: 'download',
      message: 'The build cannot download cmake from http://deb.debian.org/debian/dists/trixie/InRelease.',
    });
    const broken = 'E: Failed to fetch http://deb.debian.org/debian/pool/c/cmake.deb  404  Not Found\n';
    expect((await cause(broken))?.message).toBe(
      'The build cannot download http://deb.debian.org/debian/pool/c/cmake.deb.',
    );
  });
});

describe('a Rust that is too old', () => {
  it("is named with what asks for a newer one, the project's own line first", async () => {
    const output = `error: rustc 1.85.1 is not supported by the following packages:
  deser@0.10.1 requires rustc 1.88
  greet@1.0.0 requires rustc 1.88
  older@1.0.0 requires rustc 1.86

`;
    expect(await cause(output)).toEqual({
      id: 'old-compiler',
      message:
        'The Rust of the builder image is too old (1.85.1). greet 1.0.0 and deser 0.10.1 ask for Rust 1.88 or later.',
      fix: ['Use a builder image with Rust 1.88 or later.'],
    });
  });

  it.each([
    [
      'error: package `foo v1.2.3` cannot be built because it requires rustc 1.80 or newer, while the currently active rustc version is 1.78.0\n',
      'The Rust of the builder image is too old (1.78.0). foo 1.2.3 asks for Rust 1.80 or later.',
    ],
    [
      'error: failed to parse manifest at `/src/Cargo.toml`\n\nCaused by:\n  feature `edition2024` is required\n',
      'The Rust of the builder image is too old. Cargo.toml (edition 2024) asks for Rust 1.85 or later.',
    ],
    [
      'error: failed to parse lock file at: /src/Cargo.lock\n\nCaused by:\n  lock file version `4` was found, but this version of Cargo does not understand this lock file, perhaps Cargo needs to be updated?\n',
      'The Rust of the builder image is too old. Cargo.lock (version 4) asks for Rust 1.78 or later.',
    ],
    [
      'error[E0658]: `let` expressions in this position are unstable\n --> src/main.rs:2:8\n',
      'The Rust of the builder image does not have yet what the source uses: `let` expressions in this position are unstable.',
    ],
  ])('is named: %s', async (output, message) => {
    expect(await cause(output)).toMatchObject({ id: 'old-compiler', message });
  });

  it('is not why a crate uses what only nightly has for WASI', async () => {
    const output = `error[E0658]: use of unstable library feature \`wasi_ext\`\n --> ${REGISTRY}/files-1.0.0/src/lib.rs:2:5\n`;
    expect(await cause(output)).toMatchObject({ id: 'crate-without-wasi' });
  });
});

describe("the project's own source", () => {
  it.each([
    [
      'error[E0433]: failed to resolve: could not find `unix` in `os`\n --> src/main.rs:1:14\n  |\n1 | use std::os::unix::fs::PermissionsExt;\n',
      'src/main.rs:1 uses std::os::unix, which Rust does not have for WASI.',
    ],
    [
      'error[E0425]: cannot find function `getuid` in crate `libc`\n --> src/main.rs:2:36\n',
      'src/main.rs:2 uses libc::getuid, which the C library of WASI does not have.',
    ],
    [
      'error[E0433]: failed to resolve: use of undeclared crate or module `imp`\n --> src/main.rs:7:20\n',
      'src/main.rs:7 uses imp, which src/main.rs:1 has for unix only.',
    ],
    [
      'error[E0433]: failed to resolve: use of unresolved module or unlinked crate `nix`\n --> src/main.rs:7:20\n',
      'src/main.rs:7 uses the crate nix, which Cargo.toml:6 has for cfg(unix) only.',
    ],
  ])('is named where it is for other systems: %s', async (output, message) => {
    const found = await cause(output, {
      'Cargo.toml': manifest('[target."cfg(unix)".dependencies]\nnix = "0.29"\n'),
      'src/main.rs':
        '#[cfg(unix)]\nmod imp {\n    pub fn width() -> u16 { 80 }\n}\n\nfn main() {\n    imp::width();\n}\n',
    });
    expect(found).toMatchObject({ id: 'source-for-other-systems', message });
  });

  it('is quoted where it refuses to be built', async () => {
    const output =
      'error: this program runs on Unix and Windows only\n --> src/main.rs:2:1\n  |\n2 | compile_error!("this program runs on Unix and Windows only");\n';
    expect((await cause(output))?.message).toBe(
      'src/main.rs:2 refuses to be built: "this program runs on Unix and Windows only".',
    );
  });

  it('needs a fix where nothing of WASI is in the error', async () => {
    const output = 'error[E0308]: mismatched types\n --> src/main.rs:2:17\n  |\n2 |     let x: u8 = "a";\n';
    expect(await cause(output)).toEqual({
      id: 'source',
      message: 'The compiler found an error in the source (src/main.rs:2: mismatched types).',
      fix: ['Fix the source, then repeat the build.'],
    });
    const typo = 'error[E0433]: failed to resolve: use of undeclared type `HashMap`\n --> src/main.rs:2:17\n';
    expect((await cause(typo))?.id).toBe('source');
  });

  it('is named where it includes a missing file, needs nightly, or has no such feature', async () => {
    expect(
      (
        await cause(
          "error: couldn't read `src/../assets/x.txt`: No such file or directory (os error 2)\n --> src/main.rs:2:18\n",
        )
      )?.message,
    ).toBe('src/main.rs:2 includes assets/x.txt, which is not in the build context.');
    expect(
      await cause('error[E0554]: `#![feature]` may not be used on the stable release channel\n --> src/main.rs:1:1\n'),
    ).toMatchObject({ id: 'nightly' });
    expect(
      await cause("error: the package 'greet' does not contain this feature: colour\n", {
        'Cargo.toml': manifest('[features]\ncolor = []\n'),
      }),
    ).toMatchObject({ id: 'unknown-feature', message: 'The package greet has no feature colour. It has color.' });
  });
});

describe('what cargo needs beside the sources', () => {
  it.each([
    [
      '/bin/sh: 1: rustup: not found\n',
      'no-target',
      'The Rust of the builder image has no target wasm32-wasip1, and no rustup that adds it.',
    ],
    [
      "error[E0463]: can't find crate for `std`\n  |\n  = note: the `wasm32-wasip1` target may not be installed\n",
      'no-target',
      'The Rust of the builder image has no target wasm32-wasip1.',
    ],
    [
      "error: toolchain '1.70-x86_64-unknown-linux-gnu' does not support target 'wasm32-wasip1'\n",
      'no-target',
      'Rust 1.70-x86_64-unknown-linux-gnu has no target wasm32-wasip1. Rust 1.78 is the first that has it.',
    ],
    [
      'error: failed to download from `https://crates.example/api/v1/crates/cfg-if/1.0.0/download`\n\nCaused by:\n  [6] Could not resolve hostname (Could not resolve host: crates.example)\n',
      'download',
      'The build cannot download https://crates.example/api/v1/crates/cfg-if/1.0.0/download.',
    ],
  ])('is named: %s', async (output, id, message) => {
    expect(await cause(output)).toMatchObject({ id, message });
  });
});

describe('meansWasi', () => {
  // What `rustc --print cfg --target wasm32-wasip1` says of each.
  it.each([
    ['cfg(unix)', false],
    ['cfg(windows)', false],
    ['cfg(not(windows))', true],
    ['cfg(any(unix, target_os = "wasi"))', true],
    ['cfg(all(target_family = "wasm", not(target_os = "unknown")))', true],
    ['cfg(target_arch = "wasm32")', true],
    ['cfg(target_os = "linux")', false],
    ['x86_64-unknown-linux-gnu', false],
    ['wasm32-wasip1', true],
  ])('of %s is %s', (key, expected) => {
    expect(meansWasi(key)).toBe(expected);
  });
});
