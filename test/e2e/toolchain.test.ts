import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, type TestContext } from 'vitest';
import type { LanguageId } from '../../generators/core/languages/languages.js';
import { sizeOf } from '../../generators/core/toolchain/watch-size.js';
import pin from '../../toolchains/clang/package.json' with { type: 'json' };
import { fixLines } from '../support/fixes.js';
import { compile, compileCommand, projectIn, withoutClang } from './support/compile.js';
import { emptyFolder, environment } from './support/run.js';
import { nodeWasi } from './support/runtimes.js';

const version = pin.dependencies['@yowasp/clang'];
const NAME = `yowasp-clang-${version}`;

/** Everything a C compilation needs, with an empty cache. */
async function prepare(test: Pick<TestContext, 'skip'>, title = 'Hello') {
  if (existsSync('/opt/wasi-sdk/bin/clang')) test.skip('wasi-sdk is installed here, so nothing is fetched');
  const folder = await emptyFolder();
  const { greeting, ...project } = await projectIn(folder, 'c', title);
  const output = join(folder, 'out/deep/module.wasm');
  const env = withoutClang(folder);
  return {
    folder,
    greeting,
    env,
    job: { language: 'c' as const, ...project, output },
    cache: join(folder, 'cache/create-wasm-oci'),
  };
}

describe('clang from npm', () => {
  it('is fetched once, compiles the project, and gives the same bytes again', async (test) => {
    const { greeting, env, job, cache } = await prepare(test, 'It\'s "C"?');
    // What an earlier version of this tool fetched is of no use any more.
    await mkdir(join(cache, 'yowasp-clang-1.2.3/bin'), { recursive: true });
    const first = await compile(job, env);
    expect(first.exitCode, first.stderr).toBe(0);
    expect(first.stderr).toContain(`fetching @yowasp/clang ${version} (${pin.megabytes.download} MB`);
    expect(first.stderr).toMatch(/fetched \d+ of \d+ MB/);
    expect(await readdir(cache)).toEqual(['modules', NAME]);
    expect(Math.abs((await sizeOf(cache)) / 1e6 - pin.megabytes.unpacked)).toBeLessThan(10);
    expect(await nodeWasi(job.output, [])).toBe(greeting);
    const bytes = await readFile(job.output);
    await rm(join(cache, 'modules'), { recursive: true });
    // Without any registry: what is in the cache needs none.
    const second = await compile(job, { ...env, npm_config_registry: 'http://127.0.0.1:1/' });
    expect(second).toMatchObject({ exitCode: 0, stderr: '' });
    expect(bytes.equals(await readFile(job.output))).toBe(true);
    expect(bytes.length).toBeLessThan(16_000);
    console.log('clang from npm:', bytes.length, 'bytes', first.stdout, second.stdout);
  });

  it('is not asked again for what it made of the same files, unless it warned', async (test) => {
    const { env, job, cache } = await prepare(test);
    const module = async () => {
      const { exitCode, stderr } = await compile(job, env);
      expect(exitCode, stderr).toBe(0);
      return { module: await readFile(job.output, 'utf8'), stderr };
    };
    const first = await module();
    const [kept = ''] = await readdir(join(cache, 'modules'));
    // A compiler that is not what was fetched is noticed when it is asked.
    await writeFile(join(cache, NAME, 'package.json'), '{}');
    expect(await module()).toEqual({ ...first, stderr: '' });

    await writeFile(join(cache, 'modules', kept), 'not what was kept');
    const again = await module();
    expect(again.module).toBe(first.module);
    expect(again.stderr).toContain(`${NAME} is not @yowasp/clang ${version} as it was fetched`);

    await writeFile(join(job.directory, 'src/unused.h'), '/* No source includes it, but one could. */\n');
    await module();
    expect(await readdir(join(cache, 'modules'))).toHaveLength(2);

    await writeFile(join(job.directory, 'src/more.c'), 'static int unused;\n');
    for (const time of ['first', 'second']) expect((await module()).stderr, time).toContain('unused variable');
    expect(await readdir(join(cache, 'modules'))).toHaveLength(2);
  });

  it('takes headers from anywhere, and tells a mistake as clang does', async (test) => {
    const { folder, env, job } = await prepare(test);
    await mkdir(join(job.directory, 'lib'));
    await writeFile(join(job.directory, 'lib/far.h'), '#define FAR 1\n');
    await writeFile(join(job.directory, 'src/näher dran.h'), '#define NEAR 2\n');
    const more = join(job.directory, 'src/more.c');
    await writeFile(more, '#include "../lib/far.h"\n#include "näher dran.h"\nint more = FAR + NEAR;\n');
    const good = await compile(job, env);
    expect(good.exitCode, good.stderr).toBe(0);
    await writeFile(more, 'int unused;\nint broken({\n');
    const bad = await compile(job, env);
    expect(bad.exitCode).toBe(3);
    expect(bad.stderr).toMatch(/^\.\/src\/more\.c:2:12: error: /m);
    expect(JSON.parse(bad.stdout)).toMatchObject({ message: 'clang failed (exit code 1).' });
    expect(JSON.parse(bad.stdout).output.join('\n')).toContain('src/more.c:2:12: error: ');
    expect(await readdir(join(folder, 'out/deep'))).toEqual([]);
  });

  it('is fetched by two processes at once, and both end well', async (test) => {
    const { folder, greeting, env, job, cache } = await prepare(test);
    const outputs = ['one', 'two'].map((name) => join(folder, name, 'module.wasm'));
    const results = await Promise.all(outputs.map((output) => compile({ ...job, output }, env)));
    for (const { exitCode, stderr } of results) expect(exitCode, stderr).toBe(0);
    for (const output of outputs) expect(await nodeWasi(output, [])).toBe(greeting);
    expect(await readdir(cache)).toEqual(['modules', NAME]);
  });

  it.for([
    ['SIGKILL', 'nothing with its name'],
    ['SIGINT', 'nothing at all'],
  ] as const)('leaves, ended by %s while it is fetched, %s; the next run is good', async ([signal], test) => {
    const { greeting, env, job, cache } = await prepare(test);
    const [program, ...args] = compileCommand(job);
    const child = spawn(program, args, { env: environment(env) });
    let stderr = '';
    child.stderr.on('data', (data) => {
      stderr += data;
      if (stderr.includes('fetched ')) child.kill(signal);
    });
    const [exitCode] = await once(child, 'close');
    expect(exitCode).toBe(signal === 'SIGKILL' ? null : 130);
    const left = await readdir(cache);
    expect(left).not.toContain(NAME);
    if (signal === 'SIGINT') expect(left).toEqual([]);
    const next = await compile(job, env);
    expect(next.exitCode, next.stderr).toBe(0);
    expect(await nodeWasi(job.output, [])).toBe(greeting);
  });

  it('is not taken from a registry that gives out something else', async (test) => {
    const { env, job, cache } = await prepare(test);
    const server = createServer((request, response) => {
      if (request.url?.endsWith('.tgz')) return response.end('something else');
      const dist = { tarball: `http://${request.headers.host}/clang.tgz` };
      const name = '@yowasp/clang';
      response.end(JSON.stringify({ name, 'dist-tags': {}, versions: { [version]: { name, version, dist } } }));
    }).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const registry = `http://127.0.0.1:${port}/`;
    // npm would try again twice, a minute apart.
    const settings = { npm_config_registry: registry, npm_config_fetch_retries: '0' };
    const { exitCode, stdout } = await compile(job, { ...env, ...settings });
    expect(exitCode).toBe(3);
    expect(JSON.parse(stdout).output.join('\n')).toContain('EINTEGRITY');
    expect(await readdir(cache)).toEqual([]);
  });
});

describe("the machine's own toolchain", () => {
  it.for<LanguageId>(['rust', 'tinygo'])('compiles %s', async (language, { skip }) => {
    const folder = await emptyFolder();
    const { greeting, ...project } = await projectIn(folder, language, 'Hello');
    const output = join(folder, 'out/module.wasm');
    // Moved elsewhere, the module must still be found.
    const env = { CARGO_TARGET_DIR: join(folder, 'elsewhere') };
    const { exitCode, stdout, stderr } = await compile({ language, ...project, output }, env);
    const { missing, fix } = JSON.parse(stdout || '{}');
    if (missing) {
      expect(fix).not.toEqual([]);
      skip(`${missing} (${fixLines(fix).join('; ')})`);
    }
    expect(exitCode, stderr).toBe(0);
    expect(await nodeWasi(output, [])).toBe(greeting);
  });
});
