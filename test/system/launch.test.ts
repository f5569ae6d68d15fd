import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { batchCall } from '../../generators/core/system/batch-file.js';
import { hasDeveloperTools } from '../../generators/core/system/developer-tools.js';
import { launchOf } from '../../generators/core/system/launch.js';
import { pipe, run } from '../../generators/core/system/process.js';

describe.skipIf(process.platform === 'win32')('a program that is started', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'create-wasm-oci-launch-'));
    await mkdir(join(folder, 'bin'));
    for (const name of ['planted', 'podman', 'sh']) await put(name, '#!/bin/sh\necho planted\n');
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function put(name: string, contents: string, mode = 0o755) {
    await writeFile(join(folder, name), contents);
    await chmod(join(folder, name), mode);
  }

  it.each(['', '.', './', 'bin/..'])('is none of the folder it works in: PATH has "%s"', async (entry) => {
    const env = { PATH: [entry, join(folder, 'none')].join(delimiter) };
    expect(await run('planted', [], { cwd: folder, env })).toMatchObject({ missing: true, stdout: '' });
  });

  it('finds none in that folder itself either', async () => {
    const env = { PATH: `:.:${process.env.PATH}` };
    const { stdout } = await run('/bin/sh', ['-c', 'planted || echo none'], { cwd: folder, env });
    expect(stdout).toBe('none\n');
  });

  it.each([
    ['is not executable', 'tool', '#!/bin/sh\n', 0o644, 'it is not executable'],
    ['asks for an interpreter that is not there', 'tool', '#!/no/such\n', 0o755, /its interpreter/],
    ['is for another machine', 'tool', '\x7fELF\0\0\0for another', 0o755, /not a program for this machine \(linux /],
  ])('says why it is not when it %s', async (_, name, contents, mode, why) => {
    await put(`bin/${name}`, contents, mode);
    const env = { PATH: join(folder, 'bin') };
    const expected = {
      missing: false,
      unstartable: expect.stringMatching(`^${join(folder, 'bin', name)} cannot be started: .*`),
    };
    for (const options of [{}, { onLine: () => {} }]) {
      const ended = await run(name, ['version'], { env, ...options });
      expect(ended).toMatchObject(expected);
      expect(ended.unstartable).toMatch(why);
    }
    const read = async (stream: NodeJS.ReadableStream) => {
      for await (const _piece of stream);
    };
    const path = join(folder, 'bin', name);
    expect(await pipe(path, [], read)).toMatchObject(expected);
  });

  it('says so when another process writes to it (ETXTBSY)', async () => {
    await put('bin/busy', '');
    const { copyFile, open } = await import('node:fs/promises');
    await copyFile('/bin/true', join(folder, 'bin/busy'));
    const file = await open(join(folder, 'bin/busy'), 'r+');
    const ended = await run('busy', [], { env: { PATH: join(folder, 'bin') } }).finally(() => file.close());
    expect(ended.unstartable).toMatch(/cannot be started: another process is writing to it$/);
  });

  it('is missing where there is none of that name', async () => {
    expect(await run('no-such-program', [])).toMatchObject({ missing: true });
    expect(await pipe('no-such-program', [], async () => 1)).toEqual({ missing: true, stderr: '' });
  });

  it('a script that ends like a shell at what is no script has been started', async () => {
    await put('bin/own', 'echo "$0: wrong" >&2; exit 2\n');
    const ended = await run('own', [], { env: { PATH: join(folder, 'bin') } });
    expect(ended).toMatchObject({ exitCode: 2, missing: false });
    expect(ended.unstartable).toBeUndefined();
  });

  it('has none of the variables that are taken away, and reads what it is given', async () => {
    const script = 'process.stdin.pipe(process.stdout); console.log(process.env.FIRST, process.env.HOME)';
    const env = { FIRST: '1', HOME: undefined };
    expect(await run(process.execPath, ['-e', script], { env, input: 'in' })).toMatchObject({
      stdout: '1 undefined\nin',
    });
  });
});

describe("macOS's stubs of git and clang", () => {
  const launch = (program: string, tools: boolean, path = '/usr/bin:/bin') =>
    launchOf(program, [], {}, { env: { PATH: path }, platform: 'darwin', developerTools: async () => tools });

  it.each(['git', 'clang'])('are not run while no tools are behind them: %s', async (name) => {
    const found = await launchOf(
      `/usr/bin/${name}`,
      [],
      {},
      {
        env: {},
        platform: 'darwin',
        developerTools: async () => false,
      },
    );
    expect(found).toEqual({ missing: true });
  });

  it.each([true, false])('nothing else is asked about: tools are there: %s', async (tools) => {
    expect(await launch('sh', tools)).toMatchObject({ path: expect.stringMatching(/\/sh$/) });
  });

  it('have tools behind them when xcode-select names a folder that exists', async () => {
    expect(await hasDeveloperTools(async () => `${tmpdir()}\n`)).toBe(true);
    expect(await hasDeveloperTools(async () => '/Library/Developer/No-Such-Tools\n')).toBe(false);
    expect(await hasDeveloperTools(async () => undefined)).toBe(false);
    expect(await hasDeveloperTools(async () => '')).toBe(false);
  });
});

describe('a batch file on Windows', () => {
  const env = { SystemRoot: 'C:\\Windows' };

  it('is run by the cmd.exe of the system, with each argument in quotes', () => {
    expect(batchCall('C:\\a b\\npm.cmd', ['x & y', '', 'say "hi"', 'C:\\end\\', '50%PATH%'], env)).toEqual({
      file: 'C:\\Windows\\System32\\cmd.exe',
      args: [
        '/d',
        '/e:on',
        '/v:off',
        '/s',
        '/c',
        '""C:\\a b\\npm.cmd" "x & y" "" "say ""hi""" "C:\\end\\\\" "50%%cd:~,%PATH%%cd:~,%""',
      ],
      verbatim: true,
    });
  });

  it.each(['a\nb', 'a\rb', 'a\0b'])('takes no argument with a line break: %j', (argument) => {
    expect(batchCall('C:\\npm.cmd', [argument], env).refused).toMatch(/line break/);
  });
});

it('every start of a program goes through the one look-up', async () => {
  const root = join(import.meta.dirname, '../../generators');
  const names = await readdir(root, { recursive: true });
  const starting: string[] = [];
  for (const name of names.filter((path) => path.endsWith('.ts'))) {
    const text = await readFile(join(root, name), 'utf8');
    const imports = text.split('\n').filter((line) => /^import (?!type)|import\(/.test(line));
    if (imports.some((line) => /child_process|'execa'|cross-spawn/.test(line))) starting.push(name);
  }
  expect(starting.sort()).toEqual([
    'core/engines/podman/prefetch-version.ts',
    'core/system/attach.ts',
    'core/system/developer-tools.ts',
    'core/system/process.ts',
    // The user's own command line, by the user's shell.
    'core/terminal/editor.ts',
  ]);
});
