import { join } from 'node:path';
import { wazeroProgram } from './go-programs.js';
import { podman, run } from './run.js';

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

function succeeded({ exitCode, stdout, stderr }: { exitCode: number | undefined; stdout: string; stderr: string }) {
  if (exitCode !== 0) throw new Error(`exit code ${exitCode}\n${stdout}${stderr}`);
  return stdout;
}

/** Takes the module out of an image. */
export async function moduleOf(image: string, slug: string, folder: string): Promise<string> {
  const container = (await podman(['create', '--platform', 'wasi/wasm', image])).trim();
  const path = join(folder, `${slug}.wasm`);
  await podman(['cp', `${container}:/${slug}.wasm`, path]);
  await podman(['rm', container]);
  return path;
}
