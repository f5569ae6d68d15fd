import { basename, dirname } from 'node:path';
import { ExitCode, Failure, type Fix } from '../../failure.js';
import { type Finished, lastLines } from '../../system/process.js';
import { startFailure } from '../../system/process-failure.js';
import { registryOf } from '../../system/registry.js';
import { goTo, inSequence, quoted } from '../../system/shell.js';
import type { BuildContext, Engine, Store } from '../engine.js';
import type { EngineInfo } from '../engine-info.js';
import { engineInfo, enginesThat } from '../engines.js';
import { cancelled } from '../explain.js';
import type { Host } from '../host.js';
import { diagnose, type KnownErrors } from '../known-errors.js';
import { podmanErrors } from '../podman/symptoms.js';
import { type Pushed, withPushedDigest } from '../pushed-digest.js';

/** A program that takes archives into its store, or sends them to a registry, and the arguments for it. */
interface StoreTool {
  program: string;
  args: string[][];
  errors: KnownErrors;
  /** Its store, where it has one. */
  store?: Store;
  /** Its last call as it is run, with a file for the digest of what it pushes. `args` has it as a user types it. */
  push?: (digestFile: string) => string[];
  /** More follows than a user would type. */
  followed?: boolean;
}

/** What a tool is to do, and in which folder: Podman and skopeo take no path with a colon in it. */
interface Handing {
  what: string;
  /** What is pushed. */
  image?: string;
  folder: string;
  digestFile?: string;
  signal?: AbortSignal | undefined;
}

/** The engines that have a store. */
async function keepers(): Promise<(Engine & Required<Pick<Engine, 'store'>>)[]> {
  const all = await Promise.all(enginesThat(({ hasStore }) => hasStore).map(({ engine }) => engine()));
  return all.flatMap((engine) => (engine.store ? [{ ...engine, store: engine.store }] : []));
}

/** Loads an archive into the store of the first engine that is installed. Returns that engine. */
export async function loadArchive(host: Host, archive: string, signal?: AbortSignal): Promise<EngineInfo> {
  const tools = (await keepers()).map(({ id, errors, store }) => ({
    id,
    program: errors.program,
    args: [store.load(basename(archive))],
    errors,
  }));
  const { tool } = await firstThatDoes(host, tools, { what: 'load the archive', folder: dirname(archive), signal });
  return engineInfo(tool.id) as EngineInfo;
}

/**
 * Sends an archive to the registry its reference names. skopeo needs no store; the engines load it first. Podman takes one
 * image of an archive's index, so an engine makes the index again. Returns what was sent.
 */
export async function pushArchive(
  host: Host,
  archive: string,
  { image, platforms }: BuildContext,
  signal?: AbortSignal,
): Promise<Pushed> {
  const file = basename(archive);
  const indexed = platforms === 'kubernetes';
  const isIndex = indexed ? ({ isIndex: true } as const) : {};
  const engines = (await keepers()).map(
    ({ errors, store }): StoreTool => ({
      program: errors.program,
      args: [store.load(file), ...(indexed ? [] : [store.push(image)])],
      ...(!indexed && { push: (digestFile) => store.push(image, digestFile) }),
      errors,
      store,
      followed: indexed,
    }),
  );
  const copy = (...flags: string[]) => ['copy', ...flags, `oci-archive:${file}`, `docker://${image}`];
  const all = indexed ? ['--all'] : [];
  // skopeo has its logins and registries from Podman's files.
  const skopeo: StoreTool = {
    program: 'skopeo',
    args: [copy(...all)],
    push: (digestFile) => copy(...all, '--digestfile', digestFile),
    errors: podmanErrors,
  };
  const job = { what: `push ${image}`, image, folder: dirname(archive), signal };
  let by: StoreTool = skopeo;
  const { digest } = await withPushedDigest(
    async (digestFile) => {
      const { tool, ended } = await firstThatDoes<StoreTool>(host, [skopeo, ...engines], { ...job, digestFile });
      by = tool;
      return ended;
    },
    (text) => by.store?.pushed?.(text),
  );
  const { store, errors } = by;
  if (indexed && store) return { digest: await store.pushIndex({ store, errors, host }, image, signal), isIndex: true };
  return { digest, ...isIndex };
}

/**
 * Runs the first tool that is installed. The result of a tool that fails counts: another tool would only hide the
 * reason. Returns that tool, and how its last call ended.
 */
async function firstThatDoes<One extends StoreTool>(
  host: Host,
  tools: readonly One[],
  job: Handing,
): Promise<{ tool: One; ended: Finished }> {
  for (const tool of tools) {
    const ended = await handOver(host, tool, job);
    if (ended !== 'missing') return { tool, ended };
  }
  const names = tools.map(({ program }) => program).join(', ');
  throw new Failure(`Nothing on this machine can ${job.what}: there is no ${names} on PATH.`, {
    exitCode: ExitCode.notBuilt,
    fix: tools.filter(({ followed }) => !followed).map(({ program, args }) => byHand(program, args, job)),
  });
}

/** @throws Failure when the tool is there, and does not do it */
async function handOver(
  host: Host,
  { program, args: calls, push, errors }: StoreTool,
  job: Handing,
): Promise<Finished | 'missing'> {
  const { what, folder, digestFile, signal } = job;
  let last: Finished | 'missing' = 'missing';
  for (const [index, args] of calls.entries()) {
    const isLast = index === calls.length - 1;
    const words = isLast && push && digestFile !== undefined ? push(digestFile) : args;
    const done = await host.run(program, words, { cwd: folder, signal });
    last = done;
    if (signal?.aborted) throw cancelled();
    if (done.missing) return 'missing';
    if (done.exitCode === 0) continue;
    const neverRan = startFailure(program, done);
    if (neverRan) throw neverRan;
    const output = `${done.stdout}${done.stderr}`;
    const symptom = diagnose(errors, output, args[0] === 'load' ? 'answer' : 'push');
    const registry = registryOf(output, job.image);
    const fix = symptom?.fix(await host.system(), errors, output, registry) ?? [];
    throw new Failure(`${program} could not ${what}.${symptom ? ` ${symptom.means}` : ''}`, {
      exitCode: ExitCode.notBuilt,
      fix: [...fix, byHand(program, [args], job)],
      output: lastLines(output),
    });
  }
  return last;
}

/** The command line for a person to try, from wherever they are. */
function byHand(program: string, calls: string[][], { folder }: Handing): Fix {
  const lines = calls.map((args) => [program, ...args].map((word) => quoted(word)).join(' '));
  return { command: inSequence([goTo(folder), ...lines]) };
}
