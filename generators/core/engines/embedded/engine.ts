import { createReadStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ExitCode, Failure } from '../../failure.js';
import { inTemporaryFolder } from '../../files/temporary-folder.js';
import type { Compiler } from '../../languages/language.js';
import { compilerOf, type LanguageId } from '../../languages/languages.js';
import { type ImageContents, imageLayout } from '../../oci/layout.js';
import { type ImageReport, readOciArchive } from '../../oci/oci.js';
import { writeLayout } from '../../oci/write-layout.js';
import { asDirectory } from '../../options/command-names.js';
import { starterOf, startLine } from '../../options/started-by.js';
import { shellCodeOf } from '../../system/attach.js';
import { toolchainsFolder } from '../../system/package-root.js';
import { goTo, inSequence, quoted, removeFile } from '../../system/shell.js';
import { failed } from '../../toolchain/failed.js';
import { findTools, finishModule } from '../../toolchain/finish.js';
import type { Found } from '../../toolchain/local-compiler.js';
import { compile, findToolchain, type Search } from '../../toolchain/toolchain.js';
import { otherLanguages } from '../../toolchain/works-here.js';
import { asking } from '../commands.js';
import type { Engine, Target } from '../engine.js';
import { firstChoice, withoutEngine } from '../engines.js';
import { cancelled, endless, endOf, flooding, RUN_LIMIT, RUN_MOST, SKIP_RUN, trapped } from '../explain.js';
import { type Host, thisHost } from '../host.js';
import { filesIn } from '../in-builder.js';
import { podmanErrors } from '../podman/symptoms.js';
import { sourceDateEpoch } from '../source-date-epoch.js';
import { artifactOfProgram } from './artifact.js';
import { editedBuildFile } from './edited-build-file.js';
import { loadArchive, pushArchive } from './load-and-push.js';
import { type WasiOptions, wasiOptions } from './wasi-session.js';

/** Runs a module in a process of its own. */
const WASI_PROGRAM = join(toolchainsFolder, 'wasi/run.mjs');
/** The same for a module of tests. */
const TEST_PROGRAM = join(toolchainsFolder, 'wasi/test.mjs');

/** How the project's languages are compiled on this machine. */
export interface Compilers {
  findToolchain: typeof findToolchain;
  findTools: typeof findTools;
  compile: typeof compile;
  finishModule: typeof finishModule;
  otherLanguages: typeof otherLanguages;
}

const theseCompilers: Compilers = { findToolchain, findTools, compile, finishModule, otherLanguages };

/** No container engine at all: a local compiler, an OCI archive written by this program, and Node's own WASI. */
export function createEmbedded(host: Host, compilers: Compilers = theseCompilers): Engine {
  return {
    id: 'embedded',
    errors: podmanErrors,

    async available(target, signal) {
      const { language, plan, notOnHost } = target;
      if (notOnHost) return { works: false, why: notOnHost };
      const edited = await editedBuildFile(target);
      if (edited) return { works: false, why: edited };
      const [toolchain, tools] = await Promise.all([
        compilers.findToolchain(language, { plan, signal }),
        compilers.findTools(target, signal),
      ]);
      if ('missing' in toolchain) {
        const { missing } = toolchain;
        return {
          works: false,
          why: plan ? missing : missing.withFix(await compilers.otherLanguages(language, signal)),
        };
      }
      if (tools instanceof Failure) return { works: false, why: tools };
      const { found } = toolchain;
      return { works: true, version: `with ${[`${found.name} ${found.version}`, ...tools].join(', ')}`, found };
    },

    async build(target, { found, variables, workFolder, onLine, onNote, signal }) {
      if (target.notOnHost) throw target.notOnHost;
      const started = performance.now();
      await inTemporaryFolder('embedded', async (folder) => {
        const output = join(folder, `${target.slug}.wasm`);
        const { language, directory, slug, plan, debug } = target;
        await compilers.compile({
          debug,
          language,
          directory,
          slug,
          plan,
          output,
          variables,
          workFolder,
          toolchain: found,
          onLine,
          onNote,
          signal,
        });
        if (!debug) await compilers.finishModule(target, output, { onLine, signal });
        const contents = imageContentsOf(target, await readFile(output));
        const image = await imageLayout(contents);
        const artifact = target.artifact && (await artifactOfProgram(target.artifact, contents));
        await writeLayout(archiveOf(target), image);
        if (target.layout) await writeLayout(contextFolder(target), image);
        if (artifact) await writeLayout(artifactArchiveOf(target), artifact);
      });
      return (performance.now() - started) / 1000;
    },

    async inBuilder({ directory, plan, notOnHost }, { command: [program = '', ...args], files }, { signal }) {
      if (notOnHost) throw notOnHost;
      const cwd = join(directory, plan?.workdir ?? '');
      const env = plan?.environment;
      const ran = await host.run(program, args, { cwd, signal, ...(env && { env }) });
      if (ran.exitCode !== 0) throw failed(ran, { what: [program, args[0]].join(' '), signal });
      return { printed: ran.stdout, files: await filesIn(cwd, files) };
    },

    image: readArchive,

    async run(target, signal, limit = RUN_LIMIT) {
      return withModule(target, async (module, name) => {
        const args = wasiCall(module, NOTHING_GIVEN, name);
        const ran = await host.run(process.execPath, args, { timeout: limit, maxBuffer: RUN_MOST, signal });
        if (signal?.aborted) throw cancelled();
        if (ran.timedOut) throw endless(ran, limit);
        if (ran.truncated) throw flooding(ran);
        const refused = await reason(module, 'refused');
        if (refused !== undefined) throw notHere(refused, firstChoice.commands(target).run);
        const trap = await reason(module, 'trap');
        if (trap !== undefined) throw trapped(ran, trap);
        return endOf(ran);
      });
    },

    async attach(target, session, signal) {
      const options = await wasiOptions(session);
      return withModule(target, async (module, name) => {
        const args = wasiCall(module, options, name, session.args);
        const ended = await host.attach(process.execPath, args, { end: signal });
        if (signal.aborted) return ExitCode.cancelled;
        const refused = await reason(module, 'refused');
        if (refused !== undefined) throw notHere(refused, firstChoice.commands(target).run);
        return shellCodeOf(ended);
      });
    },

    async test({ language, directory, slug, plan }, { args, found, onNote, signal }) {
      const local = await compilerOf(language).local();
      const compiler = found ?? (await foundOr(language, { plan, signal }));
      if (!local.test) throw noTests(compilerOf(language));
      const runner = [process.execPath, '--no-warnings', TEST_PROGRAM] as const;
      return local.test({ language, directory, slug, plan, runner, args, onNote, signal }, compiler);
    },

    load: (target, signal) => loadArchive(host, archiveOf(target), signal),

    push: (target, signal) => pushArchive(host, archiveOf(target), target, signal),

    reference: ({ shownDirectory, slug }) => `oci-archive:${shownDirectory}/${slug}.oci.tar`,

    commands: (target) => ({
      build: startLine(
        [...(target.plan ? ['containerfile'] : []), quoted(asDirectory(target.shownDirectory))],
        withoutEngine,
        starterOf(process.env),
      ),
      load: loadLine(target),
      run: firstChoice.commands(target).run,
      ...asking(target),
    }),

    removal: ({ shownDirectory, slug }) => ({
      command: removeFile(`${shownDirectory}/${slug}.oci.tar`),
      text: 'removes the image',
    }),
  };
}

/** No container engine, on this machine. */
export const embedded = createEmbedded(thisHost);

/** The compiler of a language here. @throws Failure where there is none */
async function foundOr(language: LanguageId, search: Search): Promise<Found> {
  const finding = await findToolchain(language, search);
  if ('missing' in finding) throw finding.missing;
  return finding.found;
}

function noTests({ title, readme }: Compiler): Failure {
  return new Failure(`The compiler of ${title} has no tests that run as WebAssembly here.`, {
    exitCode: ExitCode.wrongInput,
    fix: [{ command: readme.test, text: 'tests the project on this machine' }],
  });
}

/** A program that gets nothing but its name. */
const NOTHING_GIVEN: WasiOptions = { env: {}, preopens: {} };

/** What Node is given to run a module. */
function wasiCall(module: string, options: WasiOptions, name: string, args: readonly string[] = []): string[] {
  return ['--no-warnings', WASI_PROGRAM, module, JSON.stringify(options), name, ...args];
}

/** The module of an image as a file for as long as the work takes, and the name that the image calls it by. */
async function withModule<Value>(
  target: Target,
  work: (module: string, name: string) => Promise<Value>,
): Promise<Value> {
  const { program, entrypoint } = await readArchive(target);
  return inTemporaryFolder('embedded', async (folder) => {
    const module = join(folder, 'program.wasm');
    await writeFile(module, program ?? '');
    return work(module, entrypoint[0] ?? '');
  });
}

/** Why a module did not start, or ended in a trap, as the process that ran it left it beside the module. */
function reason(module: string, end: 'refused' | 'trap'): Promise<string | undefined> {
  return readFile(`${module}.${end}`, 'utf8').catch(() => undefined);
}

/** Reads the image back out of its archive. */
function readArchive(target: Target): Promise<ImageReport> {
  return readOciArchive(createReadStream(archiveOf(target)));
}

/** A module that Node's WASI does not start: one for WasmEdge's sockets, or of features that this Node does not know. */
function notHere(why: string, run: string): Failure {
  // Names of imports are the module's own.
  const reason = why.replaceAll(/\s+/g, ' ').slice(0, 300);
  return new Failure(`The program does not run here, under Node ${process.version}: ${reason}.`, {
    exitCode: ExitCode.notBuilt,
    fix: [{ command: run, text: 'runs it where Podman does' }, SKIP_RUN],
  });
}

/**
 * The line that puts the archive into Podman's store. A Podman on another system, as on every macOS and Windows, takes no
 * `oci-archive:` reference: it would name a file over there. `podman load` sends the file. A local Podman takes no path
 * with a colon in it, so such a folder is gone to first.
 */
function loadLine({ shownDirectory, slug }: Target): string {
  const archive = `${slug}.oci.tar`;
  if (process.platform !== 'win32' && shownDirectory.includes(':')) {
    return inSequence([goTo(asDirectory(shownDirectory)), `podman load --input ${archive}`]);
  }
  return `podman load --input ${quoted(`${asDirectory(shownDirectory)}/${archive}`)}`;
}

/** Where the image goes: beside the project's other results, out of git's and the image builds' sight. */
function archiveOf({ directory, slug }: Target): string {
  return join(directory, `${slug}.oci.tar`);
}

/** The same as a folder: what `podman run oci:hello/hello.oci` and tools that walk layouts take. */
function contextFolder({ directory, slug }: Target): string {
  return join(directory, `${slug}.oci`);
}

function artifactArchiveOf({ directory, slug }: Target): string {
  return join(directory, `${slug}.artifact.oci.tar`);
}

/** The same labels, entrypoint and stop signal as the project's Containerfile. */
function imageContentsOf(
  { image, slug, title, labels: others, service, platforms }: Target,
  module: Uint8Array,
): ImageContents {
  const labels = { 'org.opencontainers.image.title': title, ...others };
  return {
    image,
    entrypoint: `/${slug}.wasm`,
    module,
    labels,
    port: service?.port,
    epoch: sourceDateEpoch() ?? 0,
    platforms,
  };
}
