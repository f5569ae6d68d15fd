import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { present, presentDryRun } from '../../generators/core/build/present.js';
import { type BuildResult, resultDocument } from '../../generators/core/build/result.js';
import { Failure } from '../../generators/core/failure.js';
import { goodImage } from '../support/fake-engine.js';

/** Files that are written, and nothing built. */
const files: BuildResult = {
  directory: 'hello',
  files: ['Containerfile', 'src/main.c'],
  language: 'c',
  image: 'localhost/hello:1',
  reasons: [],
  commands: { build: 'podman build -t hello .', run: 'podman run hello' },
  repeat: 'create-wasm-oci hello --yes',
};

/** The same with an image that was built and has run. */
async function image(changes: Partial<BuildResult> = {}): Promise<BuildResult> {
  const report = { ...(await goodImage()), digest: 'sha256:aa', bytes: 1234 };
  const built = { report, seconds: 2.34, rebuilt: false, remarks: [] };
  const engine = { id: 'podman', version: '5.4.2', why: 'the first that works here' };
  return { ...files, engine, built, ran: { stdout: 'Hello!\n', stderr: '', seconds: 0.45 }, ...changes };
}

/** What goes to stdout and stderr. */
function shown(show: (streams: { stdout: PassThrough; stderr: PassThrough }) => void) {
  const streams = { stdout: new PassThrough(), stderr: new PassThrough() };
  show(streams);
  const text = (stream: PassThrough) => stripVTControlCharacters(String(stream.read() ?? ''));
  return { stdout: text(streams.stdout), stderr: text(streams.stderr) };
}

describe('an image that was built', () => {
  it('is its reference on stdout, and on stderr what the program printed and a report', async () => {
    const result = await image();
    expect(shown((streams) => present(result, false, streams))).toEqual({
      stdout: 'localhost/hello:1\n',
      stderr: [
        'Hello!',
        '',
        'localhost/hello:1 is a wasi/wasm image.',
        '',
        `  module   /hello.wasm, ${result.built?.report.module?.bytes} bytes`,
        '  image    1,234 bytes in 1 layer, sha256:aa',
        '  engine   podman 5.4.2 (the first that works here)',
        '  seconds  2.3 to build, 0.5 to run',
        '',
        '  run      podman run hello',
        '  repeat   create-wasm-oci hello --yes',
        '',
      ].join('\n'),
    });
  });

  it('is one document on stdout with --json', async () => {
    const result = await image();
    const { stdout, stderr } = shown((streams) => present(result, true, streams));
    expect(JSON.parse(stdout)).toEqual(JSON.parse(JSON.stringify(resultDocument(result))));
    expect(stderr).toContain('is a wasi/wasm image.');
  });

  it('and was not run has no seconds of a run', async () => {
    const { ran: _, ...result } = await image();
    expect(shown((streams) => present(result, false, streams)).stderr).toContain('  seconds  2.3 to build\n');
  });

  it('by an engine that compiles on this machine says so, and how it was run', async () => {
    const result = await image({ engine: { id: 'embedded', version: 'clang 19', why: 'asked for' } });
    const { stderr } = shown((streams) => present(result, false, streams));
    expect(stderr).toContain('  note     compiled on this machine, not in a container');
    expect(stderr).toContain("  note     run under Node's WASI: no folder is open to it");
  });

  it('has its remarks, and how its program ended, in the report', async () => {
    const result = await image({ ran: { stdout: '', stderr: '', seconds: 1, note: 'it ended with exit code 2' } });
    const rule = { id: 'layers', build: 'refuse', inspect: 'advise', check: () => undefined } as const;
    const remarks = [{ rule, message: 'the image has 2 layers', fix: { text: 'Keep one.' } }];
    const { stderr } = shown((streams) =>
      present({ ...result, ...(result.built && { built: { ...result.built, remarks } }) }, false, streams),
    );
    expect(stderr).toContain('  note     the image has 2 layers\n  ended    it ended with exit code 2\n');
  });

  it('is loaded by a line of its own where its engine has no store', async () => {
    const { stderr } = shown((streams) =>
      present({ ...files, commands: { ...files.commands, load: 'podman load < x' } }, false, streams),
    );
    expect(stderr).toContain('  load     podman load < x\n  run      podman run hello\n');
  });
});

describe('the output of a program', () => {
  const words = async (ran: { stdout: string; stderr: string }, existing: boolean) => {
    const result = await image({
      ran: { ...ran, seconds: 1 },
      ...(existing && { existing: { found: [], advice: [] } }),
    });
    return shown((streams) => present(result, false, streams)).stderr.split('\nlocalhost/hello:1 is a')[0];
  };

  it('of ours is its stdout, whole', async () => {
    const stdout = `${'line\n'.repeat(100)}`;
    expect(await words({ stdout, stderr: 'warning' }, false)).toBe(stdout);
  });

  it.each([
    [{ stdout: 'one\n', stderr: 'two' }, 'one\ntwo\n'],
    [{ stdout: 'one', stderr: 'two\n' }, 'one\ntwo\n'],
    [{ stdout: 'one', stderr: '' }, 'one\n'],
    [{ stdout: '', stderr: 'usage' }, 'usage\n'],
    [{ stdout: '', stderr: '' }, ''],
    [{ stdout: '\n', stderr: 'usage' }, '\nusage\n'],
  ])("of the user's own is stdout and stderr: %j", async (ran, expected) => {
    expect(await words(ran, true)).toBe(expected);
  });

  it("of the user's own is its last lines, with a sign that there were more", async () => {
    const stdout = Array.from({ length: 100 }, (_, index) => `line ${index}\n`).join('');
    const lines = (await words({ stdout, stderr: '' }, true))?.split('\n') ?? [];
    expect(lines[0]).toBe('…');
    expect(lines.slice(-2)).toEqual(['line 99', '']);
    expect(lines.length).toBeLessThan(50);
  });
});

describe('files without an image', () => {
  it('are counted, with the lines that build and run them, and stdout is empty', () => {
    expect(shown((streams) => present(files, false, streams))).toEqual({
      stdout: '',
      stderr: [
        '',
        '2 files are in hello.',
        '',
        '  go there cd hello',
        '  build    podman build -t hello .',
        '  run      podman run hello',
        '  repeat   create-wasm-oci hello --yes',
        '',
      ].join('\n'),
    });
  });

  it('of the current directory need no way there', () => {
    const { stderr } = shown((streams) => present({ ...files, directory: '.' }, false, streams));
    expect(stderr).toContain('2 files are in this directory.');
    expect(stderr).not.toContain('go there');
  });

  it('have the reason of each engine that does not work', () => {
    const reasons = [new Failure('podman is not installed.', { exitCode: 3 })];
    expect(shown((streams) => present({ ...files, reasons }, false, streams)).stderr).toContain(
      'podman is not installed.',
    );
  });
});

describe('a dry run', () => {
  const dry = {
    files: new Map([
      ['src/main.c', 'int main;'],
      ['README.md', '#'],
    ]),
    shownDirectory: 'hello',
    language: 'c',
    image: 'x:1',
  };

  it('lists the files on stderr', () => {
    expect(shown((streams) => presentDryRun(dry, false, streams))).toEqual({
      stdout: '',
      stderr: 'Nothing was written. Without --dry-run, these files would be in hello:\n  src/main.c\n  README.md\n',
    });
  });

  it('has their contents in its document', () => {
    expect(JSON.parse(shown((streams) => presentDryRun(dry, true, streams)).stdout)).toEqual({
      dryRun: true,
      directory: 'hello',
      files: ['src/main.c', 'README.md'],
      language: 'c',
      image: 'x:1',
      contents: { 'src/main.c': 'int main;', 'README.md': '#' },
    });
  });
});

describe('the document', () => {
  it('of only files has no image, and nothing that only an image has', () => {
    expect(resultDocument(files)).toEqual({
      directory: 'hello',
      files: ['Containerfile', 'src/main.c'],
      language: 'c',
      image: null,
      commands: { build: 'podman build -t hello .', run: 'podman run hello', repeat: 'create-wasm-oci hello --yes' },
    });
  });

  it('of an image has what was built, and how it ran', async () => {
    const result = await image();
    const module = result.built?.report.module;
    expect(resultDocument(result)).toMatchObject({
      image: 'localhost/hello:1',
      engine: { id: 'podman', version: '5.4.2', why: 'the first that works here' },
      os: 'wasi',
      architecture: 'wasm',
      digest: 'sha256:aa',
      bytes: 1234,
      layers: [{}],
      entrypoint: ['/hello.wasm'],
      module: { path: '/hello.wasm', bytes: module?.bytes },
      rebuilt: false,
      seconds: { build: 2.34, run: 0.45 },
      stdout: 'Hello!\n',
    });
    for (const key of ['note', 'remarks', 'notBuilt', 'adopted'])
      expect(resultDocument(result)).not.toHaveProperty(key);
    expect(resultDocument(result).engine).not.toHaveProperty('onHost');
  });

  it('has no seconds of a run where there was none', async () => {
    const { ran: _, ...result } = await image();
    expect(resultDocument(result)).toMatchObject({ seconds: { build: 2.34 } });
    expect(resultDocument(result).seconds).not.toHaveProperty('run');
    expect(resultDocument(result)).not.toHaveProperty('stdout');
  });

  it('has what else there is to say: whose rights, notes, remarks, reasons, findings', async () => {
    const rule = { id: 'layers', build: 'refuse', inspect: 'advise', check: () => undefined } as const;
    const result = await image({
      engine: { id: 'embedded', version: '1', why: 'asked for' },
      ran: { stdout: '', stderr: '', seconds: 1, note: 'it ended with exit code 2' },
      existing: { found: ['Cargo.toml'], bin: 'x', advice: [] },
      reasons: [new Failure('none', { exitCode: 3 })],
    });
    const remarks = [{ rule, message: 'two layers', fix: { text: 'one' } }];
    expect(resultDocument({ ...result, ...(result.built && { built: { ...result.built, remarks } }) })).toMatchObject({
      engine: { id: 'embedded', onHost: true },
      note: 'it ended with exit code 2',
      adopted: { found: ['Cargo.toml'], bin: 'x', advice: [] },
      remarks: ['two layers'],
      notBuilt: [{ message: 'none', fix: [] }],
    });
  });
});
