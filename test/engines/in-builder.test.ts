import { describe, expect, it } from 'vitest';
import { withCommand } from '../../generators/core/engines/in-builder.js';
import { Failure } from '../../generators/core/failure.js';

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
