import { basename, dirname } from 'node:path';
import { ExitCode, Failure } from '../../failure.js';
import { startFailure } from '../../system/not-started.js';
import { lastLines, run } from '../../system/process.js';
import { registryOf } from '../../system/registry.js';
import { goTo, inSequence, quoted } from '../../system/shell.js';
import { thisSystem } from '../../system/system.js';
import type { EngineId } from '../choices.js';
import { cancelled } from '../explain.js';
import { diagnose } from '../symptoms.js';

/** The engines that have a store of their own. */
type Store = Exclude<EngineId, 'embedded'>;

/** A program that takes archives into its store, or sends them to a registry, and the arguments for it. */
interface Tool<Program extends string = string> {
  program: Program;
  args: string[][];
}

/** What a tool is to do, and in which folder: Podman and skopeo take no path with a colon in it. */
interface Handing {
  what: string;
  /** What is pushed. */
  image?: string;
  folder: string;
  signal?: AbortSignal | undefined;
}

const STORES: readonly Store[] = ['podman', 'docker'];

/** Loads an archive into the store of the first engine that is there. Returns that engine. */
export async function loadArchive(archive: string, signal?: AbortSignal): Promise<Store> {
  const tools = STORES.map((program) => ({ program, args: [load(archive)] }));
  return firstThatDoes(tools, { what: 'load the archive', folder: dirname(archive), signal });
}

/** Sends an archive to the registry its reference names. skopeo needs no store; the engines load it first. */
export async function pushArchive(archive: string, image: string, signal?: AbortSignal): Promise<void> {
  const engines = STORES.map((program) => ({ program, args: [load(archive), ['push', image]] }));
  const skopeo = { program: 'skopeo', args: [['copy', `oci-archive:${basename(archive)}`, `docker://${image}`]] };
  await firstThatDoes<string>([skopeo, ...engines], { what: `push ${image}`, image, folder: dirname(archive), signal });
}

function load(archive: string): string[] {
  return ['load', '--input', basename(archive)];
}

/** Runs the first tool that is installed. One that is there and fails is the answer: another would only hide why. */
async function firstThatDoes<Program extends string>(tools: readonly Tool<Program>[], job: Handing): Promise<Program> {
  for (const tool of tools) {
    if ((await handOver(tool, job)) === 'done') return tool.program;
  }
  const names = tools.map(({ program }) => program).join(', ');
  throw new Failure(`Nothing on this machine can ${job.what}: there is no ${names} on PATH.`, {
    exitCode: ExitCode.notBuilt,
    fix: tools.map(({ program, args }) => byHand(program, args, job)),
  });
}

/** @throws Failure when the tool is there, and does not do it */
async function handOver({ program, args: calls }: Tool, job: Handing): Promise<'done' | 'missing'> {
  const { what, folder, signal } = job;
  for (const args of calls) {
    const done = await run(program, args, { cwd: folder, signal });
    if (signal?.aborted) throw cancelled();
    if (done.missing) return 'missing';
    if (done.exitCode === 0) continue;
    const neverRan = startFailure(program, done);
    if (neverRan) throw neverRan;
    const output = `${done.stdout}${done.stderr}`;
    const symptom = diagnose(output, args[0] === 'load' ? 'answer' : 'push');
    // skopeo has its logins and registries from Podman's files.
    const registry = registryOf(output, job.image);
    const fix = symptom?.fix(await thisSystem(), program === 'docker' ? 'docker' : 'podman', output, registry) ?? [];
    throw new Failure(`${program} could not ${what}.${symptom ? ` ${symptom.means}` : ''}`, {
      exitCode: ExitCode.notBuilt,
      fix: [...fix, byHand(program, [args], job)],
      output: lastLines(output),
    });
  }
  return 'done';
}

/** The command line for a person to try, from wherever they are. */
function byHand(program: string, calls: string[][], { folder }: Handing): string {
  const lines = calls.map((args) => [program, ...args].map((word) => quoted(word)).join(' '));
  return inSequence([goTo(folder), ...lines]);
}
