import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, inject, it, type TestContext } from 'vitest';
import { emptyStore, needsLab, registryAt, registryHost, standIn } from './support/lab.js';
import { createWasmOci, emptyFolder, podman, type Result, run, untag } from './support/run.js';

/** Runs the main job in C, which builds fastest, and checks that the files are there whatever happened. */
async function build(name: string, env: Record<string, string> = {}, ...more: string[]) {
  const cwd = await emptyFolder();
  const result = await createWasmOci([name, '--language', 'c', '--engine', 'podman', '--yes', ...more], { cwd, env });
  expect(await readdir(join(cwd, name))).toContain('Containerfile');
  return result;
}

/**
 * A podman whose images get a variant. Only arm64 hosts leak theirs, so buildah puts one in after the real podman has
 * built the image.
 *
 * @param first what the shell does between the two
 */
async function withVariant(first = 'true'): Promise<Record<string, string>> {
  const real = (await run('sh', ['-c', 'command -v podman'])).stdout.trim();
  const script = `
    [ "$1" = build ] || exec ${real} "$@"
    ${real} "$@" || exit
    ${first}
    id=$(buildah from localhost/variant:latest) && buildah config --variant v8 "$id" &&
    buildah commit --quiet --squash --rm "$id" localhost/variant:latest`;
  return standIn(await emptyFolder(), 'podman', script);
}

/** A failure that is reported as it should be: exit code 3, nothing on stdout, no stack trace. */
function expectFailure({ exitCode, stdout, stderr }: Result, message: string, fix: string): void {
  expect(stderr).toContain(`error: ${message}`);
  expect(stderr).toMatch(new RegExp(`fix: .*${fix}`));
  expect(stderr).not.toMatch(/^ +at |An error occured/m);
  expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' });
}

const libwasmedge = `/usr/lib/${{ x64: 'x86_64', arm64: 'aarch64' }[process.arch as string]}-linux-gnu/libwasmedge.so.0`;

describe('with the real Podman', () => {
  it('without crun-wasm', async (test: TestContext) => {
    needsLab(test);
    const result = await build('no-crun-wasm', { LAB_WITHOUT: '/usr/bin/crun-wasm' });
    expect(result.stderr).toContain('requested OCI runtime crun-wasm is not available');
    expectFailure(result, 'Podman has no crun-wasm', 'apt-get install crun libwasmedge0');
  });

  it('without the WasmEdge library', async (test: TestContext) => {
    needsLab(test);
    const result = await build('no-wasmedge', { LAB_WITHOUT: libwasmedge });
    expectFailure(result, 'crun-wasm is installed, but the WasmEdge library', 'apt-get install libwasmedge0');
  });

  it('with a registry that cannot be reached', async (test: TestContext) => {
    needsLab(test);
    // Port 1 of this machine: nobody listens there.
    const env = { ...emptyStore('unreachable'), ...(await registryAt('127.0.0.1:1')) };
    const result = await build('no-registry', env);
    expectFailure(result, 'A registry that holds the builder image', 'HTTPS_PROXY');
    expect(result.stderr).toContain('--engine embedded');
  });

  it('with a registry that cannot be reached, when no engine was asked for: the next one builds', async (test) => {
    needsLab(test);
    const env = { ...emptyStore('fall-back'), ...(await registryAt('127.0.0.1:1')) };
    const args = ['no-registry', '--language', 'c', '--yes'];
    const { exitCode, stdout, stderr } = await createWasmOci(args, { cwd: await emptyFolder(), env });
    expect({ exitCode, stdout }, stderr).toEqual({
      exitCode: 0,
      stdout: 'oci-archive:no-registry/no-registry.oci.tar\n',
    });
    expect(stderr).toContain('cannot be reached. Building with embedded instead.');
  });

  it('with a registry that does not have the builder image', async (test: TestContext) => {
    needsLab(test);
    const env = { ...emptyStore('nowhere'), ...(await registryAt(`${registryHost()}/nowhere`)) };
    expectFailure(await build('no-image', env), 'The registry answers, but denies access to', 'BUILDER_IMAGE=REF');
  });

  it('with a full disk', async (test: TestContext) => {
    needsLab(test);
    const result = await build('disk-full', { LAB_STORE_MB: '64' });
    expectFailure(result, 'The disk that holds the container store is full', 'podman system prune');
  });

  it('with a source that does not compile: the compiler speaks, then we do', async () => {
    const cwd = await emptyFolder();
    await mkdir(join(cwd, 'broken/src'), { recursive: true });
    await writeFile(join(cwd, 'broken/src/broken.c'), 'int broken({\n');
    const result = await createWasmOci(['broken', '--language', 'c', '--yes'], { cwd });
    // Once: as it came, and not again with the diagnosis.
    expect(result.stderr.match(/error: expected parameter declarator/g), result.stderr).toHaveLength(1);
    expectFailure(result, 'The compiler found an error in the source', 'Fix the source');
  });

  it('with a go.mod that asks for a newer Go: none is fetched', async () => {
    const cwd = await emptyFolder();
    await createWasmOci(['newer', '--language', 'tinygo', '--yes', '--no-build'], { cwd });
    await writeFile(join(cwd, 'newer/go.mod'), 'module newer\n\ngo 1.99\n');
    const result = await createWasmOci(['newer', '--no-write', '--engine', 'podman', '--yes'], { cwd });
    expect(result.stderr).not.toContain('downloading');
    expectFailure(
      result,
      'The Go of the builder image docker.io/tinygo/tinygo:0.40.1 is too old',
      'Lower the line "go" of go.mod',
    );
  });

  it('with a connection that leads nowhere', async (test: TestContext) => {
    needsLab(test);
    const result = await build('nowhere', { CONTAINER_HOST: 'unix:///nowhere/podman.sock' });
    expectFailure(
      result,
      'No Podman service answers at unix:///nowhere/podman.sock, which CONTAINER_HOST names',
      'podman system connection list',
    );
  });

  it('with a containers.conf that cannot be read', async (test: TestContext) => {
    needsLab(test);
    const conf = join(await emptyFolder(), 'containers.conf');
    await writeFile(conf, '[engine.platform_to_oci_runtime]\n"wasi/wasm" = ["crun-wasm"]\n');
    const result = await build('bad-conf', { CONTAINERS_CONF_OVERRIDE: conf });
    expectFailure(result, 'A containers.conf file cannot be read', 'not an array');
  });

  it.each([
    [1, 0],
    [3, 3],
  ])('whose build meets a layer that is being removed %i times: exit code %i', async (times, code) => {
    const folder = await emptyFolder();
    const lost =
      'Error: checking if cached image exists from a previous build: getting top layer info: layer not known';
    // Only now and then does the real one, when another process removes an image at the same moment.
    const script = `if [ "$1" = build ] && [ "$(wc -c <'${folder}/met')" -lt ${times} ]; then
      printf x >>'${folder}/met'; echo '${lost}' >&2; exit 125
    fi; PATH='${inject('path')}' exec podman "$@"`;
    await writeFile(join(folder, 'met'), '');
    const { exitCode, stderr } = await build('lost-layer', await standIn(folder, 'podman', script));
    expect(exitCode, stderr).toBe(code);
    expect(stderr).toContain('Another process removed an image that this build was using: building again.');
    if (code === 0) await untag('localhost/lost-layer');
    else expect(stderr).toContain('error: podman failed to build (exit code 125).');
  });

  it('with a cache poisoned by a build without --platform: builds again, once, and says why', async () => {
    const cwd = await emptyFolder();
    const args = ['poisoned', '--language', 'c', '--yes'];
    await createWasmOci([...args, '--no-build'], { cwd });
    // The platform of the last stage avoids the bug: the cache holds the image of a Containerfile without one.
    const containerfile = join(cwd, 'poisoned/Containerfile');
    const written = await readFile(containerfile, 'utf8');
    await writeFile(containerfile, written.replace('FROM --platform=wasi/wasm scratch', 'FROM scratch'));
    await podman(['build', '-t', 'localhost/poisoned', '.'], { cwd: join(cwd, 'poisoned') });
    await writeFile(containerfile, written);
    const { stdout, stderr, exitCode } = await createWasmOci([...args, '--json'], { cwd });
    expect(exitCode, stderr).toBe(0);
    const { Os, Architecture } = JSON.parse(await podman(['image', 'inspect', 'localhost/poisoned:latest']))[0];
    expect({ Os, Architecture }).toEqual({ Os: 'wasi', Architecture: 'wasm' });
    // Podman 5.6 (buildah 1.41) no longer has the bug, and then nothing may be built twice.
    const major = /^(\d+)\.(\d+)/.exec(JSON.parse(stdout).engine.version) ?? [];
    const faulty = Number(major[1]) * 100 + Number(major[2]) < 506;
    expect(JSON.parse(stdout).rebuilt).toBe(faulty);
    if (faulty) expect(stderr).toContain('building again with --no-cache');
    // Not by untag: what stays of it would be found in the cache by another build.
    await podman(['rmi', '--force', 'localhost/poisoned:latest']);
  });

  it('with a variant in an image of the cache: builds again, once, and says why', async (test: TestContext) => {
    needsLab(test);
    const result = await build('variant', await withVariant('case " $* " in *" --no-cache "*) exit ;; esac'), '--json');
    expect(result.exitCode, result.stderr).toBe(0);
    expect(JSON.parse(result.stdout).rebuilt).toBe(true);
    expect(result.stderr).toContain('The cache gave an image for wasi/wasm/v8');
    // Not by untag: what stays of it would be found in the cache by another build.
    await podman(['rmi', '--force', 'localhost/variant:latest']);
  });

  it('with a variant in every image: names it, and what keeps it away', async (test: TestContext) => {
    needsLab(test);
    const result = await build('variant', await withVariant());
    expectFailure(
      result,
      'localhost/variant:latest was built, but is not a wasi/wasm image: the image\'s platform has the variant "v8"',
      'FROM --platform=wasi/wasm scratch',
    );
    // The error behind the error: Podman does not find the image that it has.
    const ran = await run('podman', ['run', '--pull=never', '--platform', 'wasi/wasm', 'localhost/variant:latest']);
    expect(ran.stderr).toContain('image not known');
    // Not by untag: what stays of it would be found in the cache by another build.
    await podman(['rmi', '--force', 'localhost/variant:latest']);
  });
});

describe('with the real Podman, and a builder image that is one for WebAssembly', () => {
  it('names it, and no registry', async () => {
    const cwd = await emptyFolder();
    await createWasmOci(['wrong-builder', '--language', 'c', '--yes', '--no-build'], { cwd });
    const containerfile = join(cwd, 'wrong-builder/Containerfile');
    const written = await readFile(containerfile, 'utf8');
    await writeFile(join(cwd, 'Containerfile'), 'FROM --platform=wasi/wasm scratch\nCOPY Containerfile /x\n');
    await podman(['build', '--platform=wasi/wasm', '-t', 'localhost/wasm-builder', '.'], { cwd });
    await writeFile(
      containerfile,
      written.replace(/^ARG BUILDER_IMAGE=.*$/m, 'ARG BUILDER_IMAGE=localhost/wasm-builder:latest'),
    );
    const result = await createWasmOci(['wrong-builder', '--no-write', '--engine', 'podman', '--yes'], { cwd });
    expectFailure(
      result,
      'The builder image localhost/wasm-builder:latest exists on this machine',
      'BUILDER_IMAGE=REF',
    );
    await untag('localhost/wasm-builder:latest');
  });
});

describe('a program that does nothing', () => {
  it.each(['podman', 'embedded'])(
    'is refused by %s, and accepted with --accept-empty, which the project stores',
    async (engine) => {
      const cwd = await emptyFolder();
      await mkdir(join(cwd, 'hollow'));
      await writeFile(join(cwd, 'hollow/main.c'), 'int main(void) { return 0; }\n');
      const args = ['containerfile', 'hollow', '--engine', engine, '--yes'];
      const refused = await createWasmOci(args, { cwd });
      expectFailure(
        refused,
        refused.stderr.match(/(?<=error: )\S+ was built, but \/hollow\.wasm does nothing/)?.[0] ?? 'hollow',
        '--accept-empty',
      );
      const accepted = await createWasmOci([...args, '--accept-empty'], { cwd });
      expect(accepted.exitCode, accepted.stderr).toBe(0);
      const again = await createWasmOci([...args, '--no-write', '--no-run'], { cwd });
      expect(again.exitCode, again.stderr).toBe(0);
    },
  );
});

describe('without Podman', () => {
  it('--engine podman fails', async () => {
    expectFailure(await build('no-podman', { PATH: await emptyFolder() }), 'Podman is not installed', 'install');
  });
});

describe('with answers that only a stand-in can give', () => {
  const answers = async (json: string) => standIn(await emptyFolder(), 'podman', `echo '${json}'`);

  it('a Podman older than the floor', async () => {
    const result = await build('old', await answers('{"Client":{"Version":"4.3.1"}}'));
    expectFailure(result, 'Podman 4.3.1 is too old for WebAssembly: 4.7.0', 'install');
  });

  it('a service older than the floor', async () => {
    const result = await build('old', await answers('{"Client":{"Version":"5.4.2"},"Server":{"Version":"4.6.2"}}'));
    expectFailure(result, 'The Podman service is 4.6.2', 'podman system connection list');
  });

  it('a Podman that answers nonsense', async () => {
    const result = await build('nonsense', await answers('hello'));
    expect(result).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining("error: Podman's answer cannot be read."),
    });
  });

  /** Node that takes itself for one on macOS: its messages can only be seen there. */
  const macos = {
    NODE_OPTIONS: `--import=data:text/javascript,Object.defineProperty(process,'platform',{value:'darwin'})`,
  };

  it('a podman machine on macOS that is not running', async () => {
    const [machine, uri] = ['"Name":"wasm","Default":true', '"URI":"ssh://core@127.0.0.1:51234/run/podman.sock"'];
    const script = `
      case "$1" in
        machine) echo '[{${machine},"Running":false,"Starting":false,"VMType":"applehv"}]'; exit ;;
        system) echo '[{${machine},"IsMachine":true,${uri}}]'; exit ;;
      esac
      echo 'Cannot connect to Podman. Please verify your connection to the Linux system using \`podman system connection list\`, or try \`podman machine init\` and \`podman machine start\` to manage a new Linux VM' >&2
      echo 'Error: unable to connect to Podman socket: failed to connect: dial tcp 127.0.0.1:51234: connect: connection refused' >&2
      exit 125`;
    const env = { ...(await standIn(await emptyFolder(), 'podman', script)), ...macos };
    expectFailure(await build('stopped', env), 'The podman machine wasm is not running', 'podman machine start wasm');
  });

  it('a podman machine on macOS that is too old', async () => {
    const env = { ...(await answers('{"Client":{"Version":"4.8.0"},"Server":{"Version":"4.7.2"}}')), ...macos };
    expectFailure(
      await build('old', env),
      'The Podman service is 4.7.2, too old for WebAssembly: 4.8.0',
      'podman machine init --now wasm',
    );
  });
});
