import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withCommand } from '../../generators/core/engines/in-builder.js';
import { createPodman } from '../../generators/core/engines/podman/engine.js';
import { Failure } from '../../generators/core/failure.js';
import { type Answer, fakeHost } from '../support/fake-host.js';
import { emptyFolder } from '../support/folder.js';
import { ociArchive } from '../support/oci-archive.js';

const command = { command: ['cargo', 'tree', '--format={p} {l}'], files: ['Cargo.lock', "it's"] };
const FILE = `FROM image AS builder
WORKDIR /src
RUN --mount=type=cache,id=a-registry,target=/registry \\
    --mount=type=cache,id=a-git,target=/git \\
    GOFLAGS='-x -y' GOOS=wasip1 \\
    go build -o /a.wasm .
FROM scratch AS wasm
COPY --from=builder /a.wasm /a.wasm
`;

describe('a Containerfile with a command behind its builder stage', () => {
  const text = withCommand(FILE, command);
  const run = text
    .split('\n')
    .find((line) => line.startsWith('RUN --mount=type=cache,id=a-registry,target=/registry --'));

  it('has the cache mounts and the variables of the command that compiles', () => {
    expect(text.startsWith(FILE.trimEnd())).toBe(true);
    expect(run).toContain('--mount=type=cache,id=a-git,target=/git mkdir -p ');
    expect(run).toContain("&& GOFLAGS='-x -y' GOOS=wasip1 cargo tree '--format={p} {l}' > ");
  });

  it('quotes the names of files, and takes those that exist', () => {
    expect(run).toContain('if test -e Cargo.lock; then cp Cargo.lock ');
    expect(run).toMatch(/test -e ('it'\\''s'|"it's"|'it'"'"'s'|it\\'s); then/);
  });

  it('is refused where no stage is named builder', () => {
    expect(() => withCommand('FROM scratch\nCOPY a.wasm /\n', command)).toThrow(Failure);
  });
});

describe('a command in the builder stage', () => {
  const shown = (lines: string[], directory: string) =>
    lines.map((line) => line.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID').replaceAll(directory, 'PROJECT'));
  const inFolder = async (changes: Record<string, Answer> = {}, archive?: Uint8Array) => {
    const directory = await emptyFolder();
    await writeFile(join(directory, 'Containerfile'), FILE);
    const fake = fakeHost({ podman: {}, ...changes }, { ...(archive && { archive }) });
    const ran = createPodman(fake.host).inBuilder?.({ directory, image: 'a:1' }, command, {});
    return { ran, lines: () => shown(fake.lines(), directory) };
  };
  const image = 'localhost/create-wasm-oci-builder-ID:latest';

  it('gives what it printed and the files that exist, out of an image that is removed', async () => {
    const archive = await ociArchive({
      layers: [{ printed: Buffer.from('a 1\n'), 'Cargo.lock': Buffer.from('lock') }],
    });
    const { ran, lines } = await inFolder({}, archive);
    expect(await ran).toEqual({ printed: 'a 1\n', files: new Map([['Cargo.lock', 'lock']]) });
    expect(lines()).toEqual([
      `podman build --platform=wasi/wasm -f create-wasm-oci-command.Containerfile -t ${image} PROJECT`,
      `podman save --quiet --format oci-archive ${image}`,
      `podman rmi --force --ignore ${image}`,
    ]);
  });

  it('leaves no image where it fails, and says how', async () => {
    const { ran, lines } = await inFolder({
      'podman build': { exitCode: 1, stderr: 'error: no space left on device\n' },
    });
    await expect(ran).rejects.toThrow('is full');
    expect(lines().at(-1)).toBe(`podman rmi --force --ignore ${image}`);
  });

  it('fails where the image is not saved whole', async () => {
    const { ran } = await inFolder({}, Buffer.from('no archive'.repeat(100)));
    await expect(ran).rejects.toThrow(/^The image localhost\/create-wasm-oci-builder-\S+ cannot be checked: /);
  });
});
