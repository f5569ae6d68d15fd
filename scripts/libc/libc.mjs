// npm run libc Writes the tables of what wasi-libc lacks and has: generators/core/languages/c/libc/{lacks,has}.ts. It reads
// the headers and the libraries of two sysroots: the one of the lab's wasi-sdk image (Debian's wasi-libc) and the one of
// @yowasp/clang. It compares them with the headers of musl, which wasi-libc is made of. It needs the lab's podman on
// PATH, Debian's apt-get, and @yowasp/clang in the cache (any build by the embedded engine fetches it).
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../set-up.mjs';
import { lackOf, posixFunctions, presentIn, tableOf } from './derive.mjs';
import { yowaspIn } from './headers.mjs';

const clang = yowaspIn(join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'create-wasm-oci'));
if (clang === undefined) throw new Error('@yowasp/clang is not in the cache: build a C project with --engine embedded');
const image = /^FROM (\S+) AS c$/m.exec(readFileSync(join(root, 'templates/builders/Containerfile'), 'utf8'))[1];

const TABLES = 'generators/core/languages/c/libc';
const folder = mkdtempSync(join(tmpdir(), 'libc-'));
try {
  const unpack = (name, options = {}, ...args) => {
    const into = join(folder, name);
    mkdirSync(into);
    execFileSync('tar', ['x', '-C', into, ...args], { ...options, maxBuffer: 1 << 30 });
    return into;
  };
  execFileSync('apt-get', ['download', 'musl-dev'], { cwd: folder, stdio: 'ignore' });
  execFileSync('sh', ['-c', 'dpkg -x musl-dev*.deb musl'], { cwd: folder });
  const musl = join(folder, 'musl/usr/include/x86_64-linux-musl');
  const archive = [
    'run',
    '--rm',
    '--entrypoint',
    'tar',
    image,
    'ch',
    '/usr/include/wasm32-wasi',
    '/usr/lib/wasm32-wasi',
  ];
  const sdk = unpack('sdk', {
    input: execFileSync('podman', archive, { maxBuffer: 1 << 30, stdio: ['ignore', 'pipe', 'ignore'] }),
  });
  const yowasp = unpack('yowasp', {}, '-f', join(clang, 'gen/llvm-resources.tar'));
  const sysroots = [
    { include: join(sdk, 'usr/include/wasm32-wasi'), lib: join(sdk, 'usr/lib/wasm32-wasi') },
    { include: join(yowasp, 'include/wasm32-wasip1'), lib: join(yowasp, 'lib/wasm32-wasip1') },
  ];
  const functions = posixFunctions(musl);
  const lacks = [];
  for (const sysroot of sysroots) lacks.push(await lackOf(sysroot, functions, clang));
  writeFileSync(join(root, TABLES, 'lacks.ts'), written(tableOf(lacks, musl)));
  writeFileSync(join(root, TABLES, 'has.ts'), writtenPresent(presentIn(lacks, functions)));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
execFileSync('npx', ['biome', 'check', '--write', `${TABLES}/lacks.ts`, `${TABLES}/has.ts`], {
  cwd: root,
  stdio: 'inherit',
});

function rows(table) {
  return Object.entries(table)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, names]) => `  '${key}': '${names.join(' ')}',\n`)
    .join('');
}

function writtenPresent(present) {
  return `// Written by \`npm run libc\` out of wasi-libc's own headers and libraries; a test compares it with a real one.

/** The functions that wasi-libc has, by the header that declares them. */
export const PRESENT: Readonly<Record<string, string>> = {
${rows(present)}};
`;
}

function written({ missing, emulated, absent }) {
  return `// Written by \`npm run libc\` out of wasi-libc's own headers and libraries; a test compares it with a real one.

/** The functions of POSIX and Linux that wasi-libc does not declare, or does not define, by the header that declares them. */
export const MISSING: Readonly<Record<string, string>> = {
${rows(missing)}};

/** Those that a library of emulations defines: \`-lwasi-emulated-NAME\`. */
export const EMULATED: Readonly<Record<string, string>> = {
${rows(emulated)}};

/** Headers that wasi-libc does not have. */
export const ABSENT_HEADERS = '${absent.join(' ')}';
`;
}
