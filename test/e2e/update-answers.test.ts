import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commit, edit, read, status, tree } from './support/repository.js';
import { createWasmOci, emptyFolder, podman, untag } from './support/run.js';
import { must, packVersions, type Versions } from './support/versions.js';

let versions: Versions;

beforeAll(async () => {
  versions = await packVersions();
});
afterAll(() => versions?.stop());

/** A project in C that a version wrote, with a Containerfile that the user has edited. */
async function edited(by: 'old' | 'next', ...more: string[]): Promise<string> {
  const folder = await emptyFolder();
  const args = ['hello', '--language', 'c', '--yes', '--no-build', ...more];
  const made = await versions.run(by, args, { cwd: folder });
  expect(made.exitCode, made.stderr).toBe(0);
  const cwd = join(folder, 'hello');
  await edit(join(cwd, 'Containerfile'), /^FROM .* scratch AS wasm$/m, '# Mine.\n$&');
  await commit(cwd);
  return cwd;
}

const update = (args: string[], cwd: string) => versions.run('next', ['update', ...args], { cwd });

const stored = async (cwd: string) => JSON.parse(await read(cwd, '.yo-rc.json'))['create-wasm-oci'];

describe('update with new answers', () => {
  it.each(['old', 'next'] as const)('merges what they change: a project that version %s wrote', async (by) => {
    const cwd = await edited(by);
    const before = await tree(cwd);
    const checked = await update(['--wasm-opt', '--name', 'My App', '--check', '--json'], cwd);
    expect(checked.exitCode).toBe(2);
    const answers = [
      { key: 'name', from: 'hello', to: 'My App' },
      // It has the old name by default.
      { key: 'image', from: 'localhost/hello:latest', to: 'localhost/my-app:latest' },
      { key: 'wasm-opt', from: 'no', to: 'yes' },
    ];
    expect(JSON.parse(checked.stdout)).toMatchObject({ projects: [{ state: 'behind', answers }] });
    expect(await tree(cwd)).toEqual(before);

    const done = await update(['--wasm-opt', '--name', 'My App', '--yes'], cwd);
    expect(done.exitCode, done.stderr).toBe(0);
    expect(done.stderr).toMatch(
      /^ +name +hello -> My App\n +image +localhost\/hello:latest -> \S+\n +wasm-opt +no -> yes$/m,
    );
    const containerfile = await read(cwd, 'Containerfile');
    expect(containerfile).toMatch(
      /^# Mine\.\nFROM .* scratch AS wasm\nLABEL org\.opencontainers\.image\.title="My App"$/m,
    );
    expect(containerfile).toMatch(/^RUN test "\$PROFILE" = debug \|\| wasm-opt /m);
    expect(await read(cwd, 'src/main.c')).toContain('"My App"');
    expect(await stored(cwd)).toMatchObject({ name: 'My App', 'wasm-opt': 'yes', image: 'localhost/my-app:latest' });
    expect(await update(['--check'], cwd)).toMatchObject({ exitCode: 0 });

    await commit(cwd);
    const back = await update(['--no-wasm-opt', '--name', 'hello', '--yes'], cwd);
    expect(back.exitCode, back.stderr).toBe(0);
    expect(await stored(cwd)).not.toHaveProperty('wasm-opt');
    if (by === 'next') expect(await tree(cwd)).toEqual(before);
  });

  it('names both sides of a conflict by what they are', async () => {
    const cwd = await edited('next');
    await edit(join(cwd, 'Containerfile'), 'image.title="hello"', 'image.title="mine"');
    await commit(cwd);
    const done = await update(['--name', 'other', '--yes'], cwd);
    expect(done.exitCode).toBe(1);
    const containerfile = await read(cwd, 'Containerfile');
    expect(containerfile).toMatch(/^<<<<<<< yours\nLABEL .*"mine"$/m);
    expect(containerfile).toMatch(/^LABEL .*"other"\n[\s\S]*?^>>>>>>> create-wasm-oci 99\.0\.0 with the new answers$/m);
    expect(await status(cwd)).toContain('UU Containerfile\n');
  });

  it('reaches the container files of an existing project, too', async () => {
    const cwd = await emptyFolder();
    await writeFile(join(cwd, 'main.c'), 'int main(void) { return 0; }\n');
    const adopted = await versions.run('next', ['containerfile', '--name', 'mine', '--yes', '--no-build'], { cwd });
    expect(adopted.exitCode, adopted.stderr).toBe(0);
    await edit(join(cwd, 'Containerfile'), /^FROM .* scratch AS wasm$/m, '# Mine.\n$&');
    await commit(cwd);
    const again = await versions.run('next', ['containerfile', '--wasm-opt', '--yes', '--no-build'], { cwd });
    expect(again.stderr).toContain('fix: create-wasm-oci update . --wasm-opt   merges');
    const done = await update(['--wasm-opt', '--yes'], cwd);
    expect(done.exitCode, done.stderr).toBe(0);
    expect(await read(cwd, 'Containerfile')).toMatch(
      /^RUN test "\$PROFILE" = debug \|\| wasm-opt [\s\S]*^# Mine\.\nFROM .* scratch AS wasm$/m,
    );
    expect(await status(cwd)).toBe(' M .yo-rc.json\n M Containerfile\n');

    await commit(cwd);
    const flags = ['--cflags', '-O3', '--build-env', 'A=1', '--build-env', 'B=2'];
    const other = await versions.run('next', ['containerfile', ...flags, '--yes', '--no-build'], { cwd });
    expect(other.stderr).toContain(
      'fix: create-wasm-oci update . --cflags=-O3 --build-env A=1 --build-env B=2   merges',
    );
    const set = await update([...flags, '--yes'], cwd);
    expect(set.exitCode, set.stderr).toBe(0);
    expect(set.stderr).toMatch(/build-env +nothing -> A=1, B=2/);
    expect(await read(cwd, 'Containerfile')).toMatch(
      /^ENV A="1"\nENV B="2"\n[\s\S]* -O3 [\s\S]*^# Mine\.\nFROM .* scratch AS wasm$/m,
    );
    const check = await update(['--check'], cwd);
    expect(check.exitCode, check.stdout).toBe(0);
    await commit(cwd);
    const removed = await update(['--cflags', '', '--build-env', '', '--yes'], cwd);
    expect(removed.exitCode, removed.stderr).toBe(0);
    expect(await read(cwd, 'Containerfile')).not.toMatch(/O3|^ENV/m);
  });

  it.each<[string, string[], RegExp]>([
    ['an answer that breaks a rule', ['--image', 'Not An Image'], /^ +--image: /m],
    ['a language', ['--language', 'rust'], /Unknown option '--language'/],
    ['one image for two projects', ['--image', 'localhost/a:1', '.', '..'], /--image is for one project, and 2 /],
    ['a setting of an existing project', ['--cflags', '-O3'], /--cflags is for existing projects/],
    ['a line break in the name', ['--name', 'a\nb'], /--name/],
  ])('refuses %s', async (_, args, message) => {
    const cwd = await edited('next');
    const before = await tree(cwd);
    const refused = await update([...args, '--yes'], cwd);
    expect(refused.stderr).toMatch(message);
    expect(refused.stderr).not.toMatch(/^ +at /m);
    expect(refused.exitCode).toBe(1);
    expect(await tree(cwd)).toEqual(before);
  });

  it('does not go against what the preset locks', async () => {
    const preset = await emptyFolder();
    await writeFile(join(preset, 'wasm-oci.toml'), 'schema = 1\nname = "acme"\n[locked]\nwasm-opt = false\n');
    const cwd = await edited('next', '--preset', preset);
    const refused = await update(['--wasm-opt', '--yes'], cwd);
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toMatch(/--wasm-opt: "yes" contradicts .*which locks it to "no"/);
    const none = await update(['--wasm-opt', '--preset', 'none', '--yes'], cwd);
    expect(none.exitCode, none.stderr).toBe(0);
    expect(await stored(cwd)).toMatchObject({ 'wasm-opt': 'yes' });
  });
});

describe('the template http', () => {
  it.each(['old', 'next'] as const)('stays that of a service that version %s wrote, with new answers', async (by) => {
    const cwd = await edited(by, '--template', 'http');
    const done = await update(['--name', 'My App', '--yes'], cwd);
    expect(done.exitCode, done.stderr).toBe(0);
    expect(await read(cwd, 'src/routes.c')).toContain('"My App"');
    expect(await read(cwd, 'Containerfile')).toMatch(/^# Mine\.\nFROM [\s\S]*^EXPOSE 8080$/m);
    expect(await stored(cwd)).toMatchObject({ template: 'http', name: 'My App' });
    expect(await update(['--check'], cwd)).toMatchObject({ exitCode: 0 });
  });

  it('that a preset sets is taken, and another is a choice; one that it locks cannot be contradicted', async () => {
    const folder = await emptyFolder();
    const make = (name: string, ...args: string[]) =>
      createWasmOci([name, '--preset', folder, '--language', 'c', '--yes', '--no-build', ...args], { cwd: folder });
    const preset = (table: string) =>
      writeFile(join(folder, 'wasm-oci.toml'), `schema = 1\nname = "acme"\n[${table}]\ntemplate = "http"\n`);
    await preset('defaults');
    expect(await make('set')).toMatchObject({ exitCode: 0 });
    expect(await stored(join(folder, 'set'))).toMatchObject({ template: 'http' });
    expect(await make('chosen', '--template', 'cli')).toMatchObject({ exitCode: 0 });
    expect(await stored(join(folder, 'chosen'))).toMatchObject({ template: 'cli' });
    await preset('locked');
    expect(await make('locked')).toMatchObject({ exitCode: 0 });
    expect(await read(folder, 'locked/src/routes.c')).toContain('/healthz');
    const refused = await make('refused', '--template', 'cli');
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toMatch(/--template: "cli" contradicts .*wasm-oci.toml:4, locked.template\).* to "http"/);
  });

  it('that a preset locks later is drift of a command-line program; update keeps the program, and says so', async () => {
    const preset = await emptyFolder();
    const toml = join(preset, 'wasm-oci.toml');
    await writeFile(toml, 'schema = 1\nname = "acme"\n');
    const cwd = await edited('next', '--preset', preset);
    expect(await update(['--check'], cwd)).toMatchObject({ exitCode: 0 });
    await edit(join(cwd, 'src/main.c'), /^int main/m, '// Mine, too.\n$&');
    await commit(cwd);
    await writeFile(toml, 'schema = 1\nname = "acme"\n[locked]\ntemplate = "http"\n');
    const checked = await update(['--check'], cwd);
    expect(checked.exitCode).toBe(2);
    expect(checked.stdout + checked.stderr).toMatch(/drift +template: cli, where the preset acme .* has http$/m);
    const before = await read(cwd, 'src/main.c');
    const done = await update(['--yes'], cwd);
    expect(done).toMatchObject({ exitCode: 0, stderr: expect.stringMatching(/drift +template: cli, where /) });
    expect(await read(cwd, 'src/main.c')).toBe(before);
    expect(await must('git', ['status', '--porcelain'], cwd)).toBe(' M .yo-rc.json\n');
    expect(await stored(cwd)).toMatchObject({ template: 'cli' });
    await commit(cwd);
    expect(await update(['--check'], cwd)).toMatchObject({ exitCode: 2 });
  });
});

describe('an existing folder, written again with another answer', () => {
  it('is pointed to the line that merges, which then builds and runs', async () => {
    const folder = await emptyFolder();
    const image = 'localhost/update-answers:1';
    const args = ['hello', '--language', 'c', '--image', image, '--no-build', '--yes'];
    expect(await createWasmOci(args, { cwd: folder })).toMatchObject({ exitCode: 0 });
    const cwd = join(folder, 'hello');
    await edit(join(cwd, 'Containerfile'), /^FROM .* scratch AS wasm$/m, '$&\nLABEL mine="yes"');
    await commit(cwd);
    expect((await createWasmOci(['.', '--yes'], { cwd })).stderr).not.toContain('create-wasm-oci update');
    const refused = await createWasmOci(['.', '--yes', '--wasm-opt'], { cwd });
    expect(refused.exitCode).toBe(1);
    const [, line = ''] = /fix: create-wasm-oci (update .*?) {3}merges/.exec(refused.stderr) ?? [];
    expect(line).toBe('update . --wasm-opt');
    expect(await createWasmOci([...line.split(' '), '--yes'], { cwd })).toMatchObject({ exitCode: 0 });
    const built = await createWasmOci(['.', '--no-write', '--engine', 'podman', '--yes'], { cwd });
    expect(built.exitCode, built.stderr).toBe(0);
    const labels = await podman(['image', 'inspect', '--format', '{{index .Labels "mine"}}', image]);
    expect(labels).toBe('yes\n');
    expect(await must('git', ['diff', '--name-only'], cwd)).toBe('.yo-rc.json\nContainerfile\nREADME.md\n');
    await untag(image);
  });
});
