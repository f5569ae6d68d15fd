import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../../../scripts/set-up.mjs';
import { podman, run } from './run.js';
import { builderOf } from './toolchains.js';

/** Pinned: built from source by the Go in the TinyGo builder image (wazero 1.9 asks for Go 1.22). */
const WAZERO = 'v1.9.0';

const NODE_WASI = `
  import { readFile } from 'node:fs/promises';
  import { WASI } from 'node:wasi';
  const [module, ...args] = process.argv.slice(1);
  const wasi = new WASI({ version: 'preview1', args: [module, ...args] });
  const { instance } = await WebAssembly.instantiate(await readFile(module), wasi.getImportObject());
  wasi.start(instance);
`;

/** Runs a module under Node's own WASI. Returns its stdout. */
export async function nodeWasi(module: string, args: string[]): Promise<string> {
  const flags = ['--no-warnings', '--input-type=module', '--eval', NODE_WASI, '--', module];
  return succeeded(await run(process.execPath, [...flags, ...args]));
}

/** Runs a module under wazero. Returns its stdout. */
export async function wazero(module: string, args: string[]): Promise<string> {
  return succeeded(await run(await wazeroProgram(), ['run', module, ...args]));
}

let building: Promise<string> | undefined;

/** wazero's program, built once per version and kept for the next run. */
function wazeroProgram(): Promise<string> {
  building ??= buildWazero();
  return building;
}

async function buildWazero(): Promise<string> {
  const cache = join(root, 'node_modules/.cache', `wazero-${WAZERO}-${process.pid}`);
  const kept = join(root, 'node_modules/.cache', `wazero-${WAZERO}`);
  if (existsSync(kept)) return kept;
  await mkdir(cache, { recursive: true });
  const go = 'cd /out && GOBIN=/out HOME=/tmp CGO_ENABLED=0 go install github.com/tetratelabs/wazero/cmd/wazero';
  const container = ['run', '--rm', '--user', '0', '-v', `${cache}:/out`, await builderOf('tinygo')];
  await podman([...container, 'sh', '-c', `${go}@${WAZERO}`]);
  // Renamed when it is whole, so that two test files may do this at once.
  await rename(join(cache, 'wazero'), kept);
  return kept;
}

function succeeded({ exitCode, stdout, stderr }: { exitCode: number | undefined; stdout: string; stderr: string }) {
  if (exitCode !== 0) throw new Error(`exit code ${exitCode}\n${stdout}${stderr}`);
  return stdout;
}
