import type { Store } from '../../core/engines/engine.js';
import type { EngineInfo } from '../../core/engines/engine-info.js';
import { type EngineId, firstChoice } from '../../core/engines/engines.js';
import { ANSWER_LIMIT, explain } from '../../core/engines/explain.js';
import type { KnownErrors } from '../../core/engines/known-errors.js';
import { Cancelled, ExitCode, Failure, type Fix } from '../../core/failure.js';
import type { ImageReport } from '../../core/oci/oci.js';
import { archiveFiles } from '../../core/oci/read-layout.js';
import { spooled } from '../../core/oci/temporary-file.js';
import { UnreadableArchive } from '../../core/oci/unreadable.js';
import { parseImageReference } from '../../core/options/image-reference.js';
import { type Finished, lastLines, pipe, run } from '../../core/system/process.js';
import { namesRegistry, registrySays } from '../../core/system/registry.js';
import { thisSystem } from '../../core/system/system.js';
import type { InspectedSource } from './found.js';
import { found } from './read.js';
import { cannotInspect } from './source.js';
import { readTried } from './tried.js';

/** An engine's store, and the program that is asked. */
interface ImageStore {
  id: EngineId;
  store: Store;
  errors: KnownErrors;
}

async function keeperOf({ engine }: EngineInfo): Promise<ImageStore> {
  const { id, store, errors } = await engine();
  if (!store) throw new Error(`${id} has no store`);
  return { id, store, errors };
}

/** How to look for an image. */
export interface StoreSearch {
  /** The engines to ask, in order. */
  among: readonly EngineInfo[];
  /** Reports what takes a while. */
  note(text: string): void;
  signal: AbortSignal;
}

/**
 * Finds an image in the store of an engine. What is in none of them is pulled by the first engine that answers,
 * for wasi/wasm, if its reference names a registry.
 *
 * @throws Failure
 */
export async function readReference(reference: string, { among, note, signal }: StoreSearch): Promise<InspectedSource> {
  const answering: ImageStore[] = [];
  const silent: { keeper: ImageStore; asked: Finished }[] = [];
  for (const engine of among) {
    const keeper = await keeperOf(engine);
    const { store, errors } = keeper;
    const asked = await run(errors.program, store.has(reference), { timeout: ANSWER_LIMIT, signal });
    if (signal.aborted) throw stopped();
    const image = asked.missing ? undefined : await readFrom(keeper, reference, asked.exitCode === 0, signal);
    if (signal.aborted) throw stopped();
    if (image) return found({ kind: keeper.id, name: reference, pulled: false }, image);
    if (asked.missing) continue;
    if (store.saysNo(asked)) answering.push(keeper);
    else silent.push({ keeper, asked });
  }
  const [keeper] = answering;
  if (keeper === undefined) throw await noStore(reference, among, silent[0]);
  const names = answering.map(({ id }) => id);
  if (!namesRegistry(reference)) throw notInStore(reference, names);
  note(`${reference} is not in the store of ${names.join(' or ')}: ${keeper.id} pulls it for wasi/wasm, and keeps it.`);
  await pull(keeper, reference, signal);
  const image = (await readFrom(keeper, reference, true, signal)) ?? (await save(keeper, reference, signal));
  return found({ kind: keeper.id, name: reference, pulled: true }, image);
}

/** The image of a store, with the digests that it is stored under; undefined where there is none. */
async function readFrom(
  keeper: ImageStore,
  reference: string,
  exists: boolean,
  signal: AbortSignal,
): Promise<ImageReport | undefined> {
  const { store } = keeper;
  if (!store.read) return exists ? save(keeper, reference, signal) : undefined;
  const stored = await store.read(reference, exists, signal);
  if (!stored) return undefined;
  const saved = await save(keeper, stored.image, signal, reference);
  // An archive of an image that was saved by its ID has no name of it.
  const named = stored.image === reference ? saved.names : [reference];
  const names = named.filter((name) => !/^(?:sha256:)?[0-9a-f]{7,64}$/.test(name));
  const report = await stored.asStored(saved);
  return {
    ...report,
    names,
    others: [...stored.others, ...report.others],
    ...(stored.index && { index: stored.index }),
  };
}

async function save(
  { store, errors }: ImageStore,
  image: string,
  signal: AbortSignal,
  reference = image,
): Promise<ImageReport> {
  const read = (stream: NodeJS.ReadableStream) =>
    spooled(stream as AsyncIterable<Buffer>, async (archive) => readTried(await archiveFiles(archive)));
  const saved = await pipe(errors.program, store.save(image), read, signal);
  if (signal.aborted) throw stopped();
  if (saved.result) return saved.result;
  // Of an archive that the engine did not finish, its own words say more than the reader's.
  if (saved.exitCode || saved.missing || saved.unstartable !== undefined)
    throw atFault(explain(errors, { ...saved, stdout: '' }, 'answer', await thisSystem()));
  if (saved.broken instanceof UnreadableArchive)
    throw cannotInspect(`${reference} cannot be inspected: ${saved.broken.message}.`);
  throw saved.broken;
}

/** Why a pull failed, by the engines' own words. */
const PULL_FAULTS: { shows: RegExp; means(reference: string, errors: KnownErrors): [string, ...Fix[]] }[] = [
  {
    shows: /no image found in (?:image index|manifest list)|no match(?:ing manifest)? for (?:platform|wasi)/i,
    means: (reference) => [
      `The registry has ${reference}, but not for wasi/wasm.`,
      { command: `skopeo inspect --raw docker://${reference}`, text: 'lists its platforms' },
    ],
  },
  {
    shows: /unsupported (?:image-specific operation|media ?type|config)|vnd\.wasm|artifact/i,
    means: (reference) => [
      `${reference} is an artifact, not an image: Podman does not store it with its images.`,
      {
        command: `skopeo copy docker://${reference} oci-archive:artifact.tar`,
        text: 'fetches it, to be inspected as a file',
      },
    ],
  },
  {
    shows: registrySays.denied,
    means: (reference, { program }) => [
      `The registry denied access to ${reference}.`,
      { command: `${program} login ${parseImageReference(reference).registry ?? 'docker.io'}` },
    ],
  },
  {
    shows: registrySays.unknown,
    means: (reference) => [`The registry has no image ${reference}.`],
  },
  {
    shows: registrySays.plainHttp,
    means: (reference, { allowPlainHttp }) => [
      `The registry of ${reference} speaks HTTP, which is not used unless it is allowed for that registry.`,
      allowPlainHttp(parseImageReference(reference).registry ?? 'docker.io'),
    ],
  },
  {
    shows: registrySays.unreachable,
    means: (reference) => [
      `The registry of ${reference} cannot be reached.`,
      { text: 'Check the network, and HTTPS_PROXY.' },
    ],
  },
];

async function pull({ store, errors }: ImageStore, reference: string, signal: AbortSignal): Promise<void> {
  const pulled = await run(errors.program, store.pull(reference), { signal });
  if (signal.aborted) throw stopped();
  if (pulled.exitCode === 0) return;
  const output = `${pulled.stdout}${pulled.stderr}`;
  const fault = PULL_FAULTS.find(({ shows }) => shows.test(output));
  const [message, ...fix] = fault?.means(reference, errors) ?? [`${errors.program} cannot pull ${reference}.`];
  throw new Failure(message, { exitCode: ExitCode.wrongInput, fix, output: lastLines(output) });
}

function notInStore(reference: string, stores: readonly string[]): Failure {
  return cannotInspect(
    `There is no file ${reference}, and no image of that name in the store of ${stores.join(' or ')}.`,
    [
      ...stores.map((store) => ({ command: `${store} images`, text: 'lists what there is' })),
      {
        text: 'To pull an image, give its full reference, for example quay.io/you/hello:1.0.',
      },
    ],
  );
}

async function noStore(
  reference: string,
  among: readonly EngineInfo[],
  silent: { keeper: ImageStore; asked: Finished } | undefined,
): Promise<Failure> {
  const system = await thisSystem();
  if (silent) {
    const { message, fix, output } = explain(silent.keeper.errors, silent.asked, 'answer', system);
    const told = `There is no file ${reference}, and ${silent.keeper.id} cannot be asked for an image of that name: ${message}`;
    return new Failure(told, { exitCode: ExitCode.wrongInput, fix, output });
  }
  const usual = among.filter(({ rarelyInstalled }) => !rarelyInstalled);
  const names = (usual.length > 0 ? usual : among).map(({ id }) => id).join(' and ');
  return cannotInspect(
    `There is no file ${reference}, and no ${names} on this machine to look for an image of that name.`,
    [
      ...(await keeperOf(among[0] ?? firstChoice)).errors.install(system),
      { text: 'Files need neither: create-wasm-oci inspect ./NAME.oci.tar' },
    ],
  );
}

/** The same failure with the exit code of a command that builds nothing. */
function atFault({ message, fix, output }: Failure): Failure {
  return new Failure(message, { exitCode: ExitCode.wrongInput, fix, output });
}

function stopped(): Cancelled {
  return new Cancelled('Nothing was changed.');
}
