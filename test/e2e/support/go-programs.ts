import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from '../../../scripts/set-up.mjs';
import { podman } from './run.js';
import { builderOf } from './toolchains.js';

/** Pinned: wazero 1.9 asks for Go 1.22. */
const WAZERO = 'v1.9.0';
/** The linter of GitHub's workflows. */
const ACTIONLINT = 'v1.7.7';
const CACHE = join(root, 'node_modules/.cache');
const VALIDATOR = join(dirname(fileURLToPath(import.meta.url)), '../oci-validator');

/** wazero's own program, a WebAssembly runtime in Go. */
export const wazeroProgram = once(() =>
  goProgram(`wazero-${WAZERO}`, `go install github.com/tetratelabs/wazero/cmd/wazero@${WAZERO} && mv wazero program`),
);

/** actionlint, which reads the workflows of GitHub Actions as GitHub does. */
export const actionlint = once(() =>
  goProgram(
    `actionlint-${ACTIONLINT}`,
    `go install github.com/rhysd/actionlint/cmd/actionlint@${ACTIONLINT} && mv actionlint program`,
  ),
);

/** A validator made of the OCI specification's own schemas: it takes the folder of an image layout. */
export const ociValidator = once(() =>
  goProgram('oci-validator-1', 'cd /src && go build -o /out/program .', ['-v', `${VALIDATOR}:/src:ro`]),
);

/** Builds a Go program by the Go of the TinyGo builder image. It is kept for the next run. */
async function goProgram(name: string, script: string, mounts: string[] = []): Promise<string> {
  const kept = join(CACHE, name);
  if (existsSync(kept)) return kept;
  const out = join(CACHE, `${name}.part-${process.pid}`);
  await mkdir(out, { recursive: true });
  const settings = ['GOBIN=/out', 'HOME=/tmp', 'CGO_ENABLED=0', 'GOFLAGS=-buildvcs=false'].flatMap((v) => ['-e', v]);
  const image = await builderOf('tinygo');
  const container = ['run', '--rm', '--user', '0', ...settings, ...mounts, '-v', `${out}:/out`, '-w', '/out', image];
  await podman([...container, 'sh', '-c', script]);
  // Renamed when it is whole, so that two test files may do this at once.
  await rename(join(out, 'program'), kept);
  return kept;
}

function once<Result>(make: () => Promise<Result>): () => Promise<Result> {
  let made: Promise<Result> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
