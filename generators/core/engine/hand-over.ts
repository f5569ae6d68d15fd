import { ExitCode, Failure } from '../failure.js';
import { lastLines, run } from '../host/process.js';
import { cancelled } from './explain.js';

/** A program that takes archives into its store, or sends them to a registry, and the arguments for it. */
interface Tool {
  program: string;
  args: string[][];
}

/** Loads an archive into the store of the first engine that is there and takes it. Returns that engine's name. */
export async function loadArchive(archive: string, signal?: AbortSignal): Promise<string> {
  const tools = ['podman', 'docker'].map((program) => ({ program, args: [['load', '--input', archive]] }));
  return firstThatDoes(tools, 'load the archive', signal);
}

/** Sends an archive to the registry its reference names. skopeo needs no store; the engines load it first. */
export async function pushArchive(archive: string, image: string, signal?: AbortSignal): Promise<void> {
  const engines = ['podman', 'docker'].map((program) => ({
    program,
    args: [
      ['load', '--input', archive],
      ['push', image],
    ],
  }));
  const skopeo = { program: 'skopeo', args: [['copy', `oci-archive:${archive}`, `docker://${image}`]] };
  await firstThatDoes([skopeo, ...engines], `push ${image}`, signal);
}

/** Runs the first tool that is installed. One that is there and fails is the answer: another would only hide why. */
async function firstThatDoes(tools: readonly Tool[], what: string, signal?: AbortSignal): Promise<string> {
  for (const { program, args } of tools) {
    if (await missing(program, args, what, signal)) continue;
    return program;
  }
  const names = tools.map(({ program }) => program).join(', ');
  throw new Failure(`Nothing on this machine can ${what}: there is no ${names} on PATH.`, {
    exitCode: ExitCode.notBuilt,
    fix: tools.map(({ program, args }) => args.map((words) => `${program} ${words.join(' ')}`).join(' && ')),
  });
}

async function missing(program: string, calls: string[][], what: string, signal?: AbortSignal): Promise<boolean> {
  for (const args of calls) {
    const done = await run(program, args, { signal });
    if (signal?.aborted) throw cancelled();
    if (done.missing) return true;
    if (done.exitCode === 0) continue;
    throw new Failure(`${program} could not ${what}.`, {
      exitCode: ExitCode.notBuilt,
      fix: [`${program} ${args.join(' ')}`],
      output: lastLines(`${done.stdout}${done.stderr}`),
    });
  }
  return false;
}
