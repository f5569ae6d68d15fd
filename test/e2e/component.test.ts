import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { commandComponent, componentObstacle } from '../../generators/core/wasm/command-component.js';
import { PREVIEW1, preview1 } from '../../generators/core/wasm/preview1.js';
import { readWasm } from '../../generators/core/wasm/wasm.js';
import { hello, wanting } from '../support/hello-modules.js';
import { type ComponentRunners, findComponentRunners } from './support/component.js';
import { needsLab, registryHost } from './support/lab.js';
import { createWasmOci, emptyFolder, run } from './support/run.js';
import { findSupplyTools } from './support/supply.js';

/** Prints its argument and what it reads, once it has filled 40 MB: memory that the adapter must not share. */
const SOURCE = `#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
int main(int count, char **words) {
  char line[64] = "";
  if (fgets(line, sizeof line, stdin)) line[strcspn(line, "\\n")] = 0;
  puts("filling");
  static unsigned char *all[400];
  int whole = 1;
  for (int i = 0; i < 400; i++) memset(all[i] = malloc(100000), i % 251, 100000);
  for (int i = 0; i < 400; i++)
    for (int j = 0; j < 100000; j++) whole = whole && all[i][j] == i % 251;
  printf("[%s] [%s] %s\\n", count > 1 ? words[1] : "", line, whole && time(NULL) > 1000000000 ? "whole" : "wrong");
  fprintf(stderr, "on stderr\\n");
  return count > 2;
}
`;

/** Every function of preview 1 four times, with the fd_write that the program has. */
const EACH_FUNCTION = [1, 2, 3, 4].flatMap((nth) =>
  [...preview1]
    .filter(([name]) => nth > 1 || name !== 'fd_write')
    .map(([name, type]): [string, string, string] => [PREVIEW1, name, type]),
);

describe('--artifact component', () => {
  let runners: ComponentRunners;
  let env: Record<string, string>;

  beforeAll(async () => {
    if (!inject('lab')) return;
    const found = await findComponentRunners();
    if (found) runners = found;
    env = { PATH: [await findSupplyTools(), inject('path')].filter(Boolean).join(delimiter) };
  });
  beforeEach(needsLab);

  it('writes a component that oras pulls from a registry, and Wasmtime and jco run with arguments', async () => {
    const folder = await emptyFolder();
    const cwd = join(folder, 'said');
    await mkdir(cwd);
    await writeFile(join(cwd, 'said.c'), SOURCE);
    const args = ['containerfile', '.', '--engine', 'embedded', '--image', 'said:1', '--no-run', '--json', '--yes'];
    const made = await createWasmOci([...args, '--artifact', 'component'], { cwd });
    expect(made.exitCode, made.stderr).toBe(0);

    const image = `${registryHost()}/component/said:1`;
    const copied = await run('skopeo', ['copy', 'oci-archive:said.artifact.oci.tar', `docker://${image}`], { cwd });
    expect(copied.exitCode, copied.stderr).toBe(0);
    const manifest = JSON.parse((await run('oras', ['manifest', 'fetch', '--plain-http', image], { env })).stdout);
    expect(manifest).toMatchObject({
      config: { mediaType: 'application/vnd.wasm.config.v0+json' },
      layers: [{ mediaType: 'application/wasm', annotations: { 'org.opencontainers.image.title': 'said.wasm' } }],
    });
    const config = JSON.parse((await run('oras', ['manifest', 'fetch-config', '--plain-http', image], { env })).stdout);
    expect(config).toMatchObject({
      os: 'wasip2',
      architecture: 'wasm',
      layerDigests: [manifest.layers[0].digest],
      component: { target: expect.stringMatching(/^wasi:cli\/command@0\.2\.\d+$/) },
    });
    const pulled = await run('oras', ['pull', '--plain-http', '--output', join(folder, 'pulled'), image], { env });
    expect(pulled.exitCode, pulled.stderr).toBe(0);
    const component = join(folder, 'pulled/said.wasm');
    expect((await stat(component)).size).toBe(manifest.layers[0].size);

    expect(await runners.check([component])).toEqual(['ok']);
    for (const runtime of ['wasmtime', 'jco'] as const) {
      const ran = await runners.run(runtime, component, 'a b');
      expect({ ...ran, stderr: ran.stderr.split('\n')[0] }, runtime).toMatchObject({
        exitCode: 0,
        stdout: 'filling\n[a b] [] whole\n',
        stderr: 'on stderr',
      });
      expect((await runners.run(runtime, component, 'x', 'y')).exitCode, runtime).not.toBe(0);
    }

    const inspected = await createWasmOci(['inspect', component, '--json'], { cwd });
    expect(JSON.parse(inspected.stdout).module).toMatchObject({
      kind: 'component',
      world: config.component.target,
      imports: config.component.imports,
      exports: config.component.exports,
    });
    const shown = await createWasmOci(['inspect', 'said.artifact.oci.tar'], { cwd });
    expect(shown.stdout).toMatch(new RegExp(`^ +world +${config.component.target}$`, 'm'));

    const first = await readFile(join(cwd, 'said.artifact.oci.tar'));
    const again = [
      'containerfile',
      '.',
      '--no-write',
      '--engine',
      'embedded',
      '--no-run',
      '--yes',
      '--artifact=component',
    ];
    expect(await createWasmOci(again, { cwd })).toMatchObject({ exitCode: 0 });
    expect(Buffer.compare(await readFile(join(cwd, 'said.artifact.oci.tar')), first)).toBe(0);
  });

  it('is refused for a program that uses what no component has, before an archive is written', async () => {
    const folder = await emptyFolder();
    const cwd = join(folder, 'served');
    const args = ['served', '--language', 'c', '--template', 'http', '--engine', 'embedded', '--no-run', '--yes'];
    const made = await createWasmOci([...args, '--artifact', 'component'], { cwd: folder });
    expect(made).toMatchObject({ exitCode: 3, stdout: '' });
    expect(made.stderr).toMatch(
      /served\.wasm cannot become a component: it uses WasmEdge's sockets \(wasi_snapshot_preview1\.sock_/,
    );
    await expect(stat(join(cwd, 'served.oci.tar'))).rejects.toThrow('ENOENT');
  });

  it.for([
    ['go', 'Write the module as an artifact'],
    ['tinygo', 'tinygo build -target=wasip2'],
  ] as const)('is refused for %s, before a file is written', async ([language, fix]) => {
    const folder = await emptyFolder();
    const args = ['gone', '--language', language, '--engine', 'embedded', '--artifact', 'component', '--yes'];
    const made = await createWasmOci(args, { cwd: folder });
    expect(made).toMatchObject({ exitCode: 1, stdout: '' });
    expect(made.stderr).toContain('takes all memory for its own');
    expect(made.stderr).toContain(fix);
    await expect(stat(join(folder, 'gone'))).rejects.toThrow('ENOENT');
  });

  it('is refused for every module of which Wasmtime would refuse the component, and few others', async () => {
    const folder = await emptyFolder();
    const files: string[] = [];
    const obstacles: (string | undefined)[] = [];
    for (const one of [{}, { imports: EACH_FUNCTION }, ...wanting]) {
      const module = hello(one);
      files.push(join(folder, `${files.length}.wasm`));
      await writeFile(files.at(-1) ?? '', await commandComponent(module));
      obstacles.push(componentObstacle(await readWasm(module))?.why);
    }
    const checked = await runners.check(files);
    const needs = ['nothing', 'every function', ...wanting.map(({ need }) => need)];
    const both = needs.map((need, index) => ({ need, wasmtime: checked[index], obstacle: obstacles[index] }));
    // Wasmtime has these proposals off, or does not implement them: their components are valid for those that have them.
    const notThere = new Set(['legacy-exceptions', 'custom-page-sizes', 'shared-memory', 'atomics']);
    expect(
      both.filter(({ need, wasmtime, obstacle }) => wasmtime !== 'ok' && !obstacle && !notThere.has(need)),
    ).toEqual([]);
    // A second memory of 64 bits, and a library that is a program too, are refused though a component could hold them.
    expect(both.filter(({ wasmtime, obstacle }) => wasmtime === 'ok' && obstacle).map(({ need }) => need)).toEqual([
      'memory64',
      'memory64',
      'initialize',
    ]);
  });
});
