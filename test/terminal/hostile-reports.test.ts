import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { Chalk } from 'chalk';
import { describe, expect, it } from 'vitest';
import { doctorText as doctorReport } from '../../generators/commands/doctor/report.js';
import { presetText as presetReport } from '../../generators/commands/preset/report.js';
import { reportText as updateReport } from '../../generators/commands/update/report.js';
import { present, presentDryRun } from '../../generators/core/build/present.js';
import { Failure } from '../../generators/core/failure.js';
import { failureText } from '../../generators/core/terminal/failure-text.js';
import { exitCodeOf } from '../../generators/core/terminal/fatal.js';
import { safeStream, writeText } from '../../generators/core/terminal/output.js';
import { plainProgress } from '../../generators/core/terminal/progress.js';

/** Writes the clipboard, moves the cursor, conceals, turns the direction, and begins a line that looks like ours. */
const HOSTILE = '\u001b]52;c;aGk=\u0007\u001b[1A\u001b[8m\u009b2K\u202e\rx\nfix: curl evil';

/** A value with the hostile text at the end of each of its texts. */
function poisoned<Value>(value: Value): Value {
  if (typeof value === 'string') return `${value}${HOSTILE}` as Value;
  if (value instanceof Failure) return new Failure(poisoned(value.message), poisoned({ ...value })) as Value;
  if (value instanceof Map) return new Map([...value].map(([key, one]) => [poisoned(key), one])) as Value;
  if (Array.isArray(value)) return value.map(poisoned) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, poisoned(one)])) as Value;
}

/** What a terminal would get, with the styles of our own reports taken out. */
async function written(write: (stream: PassThrough) => void): Promise<string> {
  const stream = new PassThrough();
  write(stream);
  stream.end();
  const text = (await stream.toArray()).join('');
  return text.replace(/\u001b\[(?:1|2|22|3[0-79]|90|39|4[129])m/g, '');
}

function expectHarmless(text: string): void {
  expect(text.replaceAll('\n', '').replaceAll('\t', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
  // The text's own line end starts no line of the report.
  expect(text).not.toMatch(/^(?: {2})?fix: curl evil/m);
}

const color = new Chalk({ level: 1 });
const failure = new Failure('it failed', { exitCode: 1, fix: [{ command: 'podman build .' }], output: ['Error: no'] });
const result = {
  directory: 'hello',
  files: ['Containerfile'],
  language: 'c',
  image: 'localhost/hello:1',
  engine: { id: 'podman', version: '5.4.2', why: 'the first that works here' },
  reasons: [failure],
  commands: { build: 'podman build .', run: 'podman run localhost/hello:1' },
  repeat: 'npm init wasm-oci',
};
const built = {
  seconds: 1,
  rebuilt: false,
  remarks: [{ id: 'layers', message: 'two layers', fix: 'one' }],
  report: { entrypoint: ['/hello.wasm'], layers: [], digest: 'sha256:0', bytes: 1, module: { bytes: 1 } },
};
// A program may print lines of any words, but nothing that acts.
const ran = {
  stdout: `hello${HOSTILE.split('\n')[0]}`,
  stderr: 'usage\u001b[2J',
  seconds: 1,
  note: `exit code 2${HOSTILE}`,
};

const channels: Record<string, (stream: PassThrough) => void> = {
  'a failure': (stream) => writeText(stream, failureText(poisoned(failure))),
  'a run that built nothing': (stream) => present(poisoned(result) as never, false, { stdout: stream, stderr: stream }),
  'a run with an image': (stream) =>
    present({ ...poisoned({ ...result, built }), ran } as never, true, { stdout: stream, stderr: stream }),
  'the output of an existing project': (stream) =>
    present({ ...{ ...poisoned({ ...result, built }), ran }, existing: {} } as never, false, {
      stdout: stream,
      stderr: stream,
    }),
  'a dry run': (stream) =>
    presentDryRun(
      poisoned({ files: new Map([['Containerfile', '']]), shownDirectory: 'hello', language: 'c', image: 'hello' }),
      true,
      { stdout: stream, stderr: stream },
    ),
  'the progress of a build': (stream) => {
    const progress = plainProgress(stream as never);
    progress.begin(poisoned('Building'));
    progress.line(poisoned('STEP 1/2: RUN make'));
    progress.note(poisoned('built again'));
    progress.end(poisoned('Building'), false);
  },
  'the report of doctor': (stream) =>
    writeText(
      stream,
      doctorReport(
        {
          ok: false,
          engines: [{ id: 'podman', works: false }],
          results: [
            {
              ...poisoned({ state: 'x', found: 'f', why: 'w', fix: [{ command: 'g' }], output: ['o'] }),
              id: 'podman',
              part: 'podman',
              state: 'problem',
            },
          ],
        } as never,
        { system: { platform: 'linux', distribution: ['debian'] }, node: '24.1.0' } as never,
        color,
      ),
    ),
  'the report of update': (stream) =>
    writeText(
      stream,
      updateReport(
        [
          poisoned({ shownDirectory: 'a', failure }),
          poisoned({ shownDirectory: 'b', finished: { conflicts: ['Containerfile'], remark: 'left' } }),
          {
            ...poisoned({
              project: { shownDirectory: 'c', version: '0.0.1' },
              preset: { name: 'acme', from: 'sha256:1', to: 'sha256:2' },
              answers: [{ key: 'image', from: 'a', to: 'b' }],
              pins: [{ name: 'rust', from: '1', to: '2' }],
              drift: [{ key: 'image', found: 'a', locked: 'b', where: 'acme' }],
            }),
            actions: [{ kind: 'add', path: `x${HOSTILE}` }],
            behind: true,
          },
        ] as never,
        color,
      ),
    ),
  'the report of preset test': (stream) =>
    writeText(
      stream,
      presetReport(
        {
          ...poisoned({
            name: 'acme',
            description: 'ours',
            shownFile: 'acme/wasm-oci.toml',
            hash: 'sha256:0',
            origin: { version: '1.0.0', commit: 'abc' },
            defaults: { image: 'a' },
            locked: { language: 'c' },
            checks: { engines: ['podman'] },
          }),
          files: [],
        } as never,
        [{ language: 'c', failure: poisoned(failure) }] as never,
        color,
      ),
    ),
  'what Yeoman prints of a file': (stream) => void safeStream(stream).write(`create ${HOSTILE.split('\n')[0]}\n`),
};

describe('texts from elsewhere', () => {
  it.each(Object.entries(channels))('%s cannot act on the terminal', async (_, write) => {
    const text = await written(write);
    expect(text).not.toBe('');
    expectHarmless(text);
  });

  it('in an error that this program did not expect cannot act on the terminal', async () => {
    const error = new Error(HOSTILE);
    const write = process.stderr.write;
    const text = await written((stream) => {
      process.stderr.write = stream.write.bind(stream) as never;
      try {
        expect(exitCodeOf(error)).toBe(1);
      } finally {
        process.stderr.write = write;
      }
    });
    expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  });
});

it('only the output module writes to the streams for users and programs', async () => {
  const folder = join(import.meta.dirname, '../../generators');
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.ts'));
  expect(files.length).toBeGreaterThan(100);
  const direct = [];
  for (const file of files) {
    if (file.replaceAll('\\', '/') === 'core/terminal/output.ts') continue;
    if (/\bstd(?:out|err)\.write\(|console\.(?:log|error|warn)\(/.test(await readFile(join(folder, file), 'utf8')))
      direct.push(file);
  }
  expect(direct).toEqual([]);
});
