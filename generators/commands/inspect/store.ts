import { ANSWER_LIMIT, explain } from '../../core/engines/explain.js';
import { Cancelled, ExitCode, Failure } from '../../core/failure.js';
import { type ImageReport, readImage } from '../../core/oci/oci.js';
import { archiveFiles } from '../../core/oci/read-layout.js';
import { spooled } from '../../core/oci/temporary-file.js';
import { UnreadableArchive } from '../../core/oci/unreadable.js';
import { parseImageReference } from '../../core/options/image-reference.js';
import { installLines } from '../../core/system/install.js';
import { allowPlainHttp } from '../../core/system/plain-http.js';
import { type Finished, lastLines, pipe, run } from '../../core/system/process.js';
import { thisSystem } from '../../core/system/system.js';
import type { Found } from './found.js';
import { withStoredDigests } from './podman-digests.js';
import { meantByPodman } from './podman-list.js';
import { found } from './read.js';
import { wrong } from './source.js';

/** The engines that have a store. */
export const stores = ['podman', 'docker'] as const;
export type Store = (typeof stores)[number];

/** How each is asked whether it has an image, and to write it to stdout. */
const CALLS: Record<Store, { has(image: string): string[]; save(image: string): string[] }> = {
  podman: {
    has: (image) => ['image', 'exists', image],
    save: (image) => ['save', '--quiet', '--format', 'oci-archive', image],
  },
  docker: {
    has: (image) => ['image', 'inspect', '--format', '{{.Id}}', image],
    save: (image) => ['save', image],
  },
};

/** How to look for an image. */
export interface Search {
  /** The engines to ask, in order. */
  among: readonly Store[];
  /** Told what takes a while. */
  note(text: string): void;
  signal: AbortSignal;
}

/**
 * Finds an image in the store of an engine. What is in none of them is pulled by the first engine that answers,
 * for wasi/wasm, if its reference names a registry.
 *
 * @throws Failure
 */
export async function readReference(reference: string, { among, note, signal }: Search): Promise<Found> {
  const answering: Store[] = [];
  const silent: { store: Store; asked: Finished }[] = [];
  for (const store of among) {
    const asked = await run(store, CALLS[store].has(reference), { timeout: ANSWER_LIMIT, signal });
    if (signal.aborted) throw stopped();
    const image = asked.missing ? undefined : await readFrom(store, reference, asked.exitCode === 0, signal);
    if (signal.aborted) throw stopped();
    if (image) return found({ kind: store, name: reference, pulled: false }, image);
    if (asked.missing) continue;
    if (isAnswer(store, asked)) answering.push(store);
    else silent.push({ store, asked });
  }
  const [store] = answering;
  if (store === undefined) throw await noStore(reference, among, silent[0]);
  if (!namesRegistry(reference)) throw notThere(reference, answering);
  note(`${reference} is not in the store of ${answering.join(' or ')}: ${store} pulls it for wasi/wasm, and keeps it.`);
  await pull(store, reference, signal);
  const image = (await readFrom(store, reference, true, signal)) ?? (await save(store, reference, signal));
  return found({ kind: store, name: reference, pulled: true }, image);
}

/** The image of a store, with the digests that it is stored under; undefined where there is none. */
async function readFrom(
  store: Store,
  reference: string,
  exists: boolean,
  signal: AbortSignal,
): Promise<ImageReport | undefined> {
  if (store === 'docker') return exists ? save(store, reference, signal) : undefined;
  const meant = await meantByPodman(reference, exists, signal);
  if (!meant) return undefined;
  const { image, digest, others } = meant;
  const saved = await save(store, image, signal, reference);
  // An archive of an image that was saved by its ID has no name of it.
  const named = image === reference ? saved.names : [reference];
  const names = named.filter((name) => !/^(?:sha256:)?[0-9a-f]{7,64}$/.test(name));
  const isFromElsewhere = digest !== undefined || namesRegistry(reference);
  const report = await withStoredDigests({ report: saved, image, isFromElsewhere }, signal);
  return { ...report, names, others: [...others, ...report.others] };
}

/** Whether an engine said no, and not that it cannot tell. */
function isAnswer(store: Store, { exitCode, stderr }: Finished): boolean {
  return store === 'podman' ? exitCode === 1 : /no such image|not found/i.test(stderr);
}

async function save(store: Store, image: string, signal: AbortSignal, reference = image): Promise<ImageReport> {
  const read = (stream: NodeJS.ReadableStream) =>
    spooled(stream as AsyncIterable<Buffer>, async (archive) => readImage(await archiveFiles(archive)));
  const saved = await pipe(store, CALLS[store].save(image), read, signal);
  if (signal.aborted) throw stopped();
  if (saved.result) return saved.result;
  // Of an archive that the engine did not finish, its own words say more than the reader's.
  if (saved.exitCode || saved.missing || saved.unstartable !== undefined)
    throw atFault(explain(store, { ...saved, stdout: '' }, 'answer', await thisSystem()));
  if (saved.broken instanceof UnreadableArchive)
    throw wrong(`${reference} cannot be inspected: ${saved.broken.message}.`);
  throw saved.broken;
}

/** Why a pull failed, by the engines' own words. */
const PULL_FAULTS: { shows: RegExp; means(reference: string, store: Store): [string, ...string[]] }[] = [
  {
    shows: /no image found in (?:image index|manifest list)|no match(?:ing manifest)? for (?:platform|wasi)/i,
    means: (reference) => [
      `The registry has ${reference}, but not for wasi/wasm.`,
      `skopeo inspect --raw docker://${reference}   lists what it has it for`,
    ],
  },
  {
    shows: /unsupported (?:image-specific operation|media ?type|config)|vnd\.wasm|artifact/i,
    means: (reference) => [
      `${reference} is no image but an artifact, which Podman does not keep with its images.`,
      `skopeo copy docker://${reference} oci-archive:artifact.tar   fetches it, to be inspected as a file`,
    ],
  },
  {
    shows: /unauthorized|denied|authentication required/i,
    means: (reference, store) => [
      `The registry does not give out ${reference}.`,
      `${store} login ${parseImageReference(reference).registry ?? 'docker.io'}`,
    ],
  },
  {
    shows: /manifest unknown|not found|name unknown|does not exist/i,
    means: (reference) => [`The registry has no image ${reference}.`],
  },
  {
    shows: /server gave HTTP response/,
    means: (reference, store) => [
      `The registry of ${reference} speaks HTTP, which is not used unless it is allowed for that registry.`,
      allowPlainHttp(store, parseImageReference(reference).registry ?? 'docker.io'),
    ],
  },
  {
    shows: /connection refused|no such host|timeout|unreachable|TLS|x509|EOF|connection reset/i,
    means: (reference) => [`The registry of ${reference} cannot be reached.`, 'Check the network, and HTTPS_PROXY.'],
  },
];

async function pull(store: Store, reference: string, signal: AbortSignal): Promise<void> {
  const pulled = await run(store, ['pull', '--quiet', '--platform', 'wasi/wasm', reference], { signal });
  if (signal.aborted) throw stopped();
  if (pulled.exitCode === 0) return;
  const output = `${pulled.stdout}${pulled.stderr}`;
  const fault = PULL_FAULTS.find(({ shows }) => shows.test(output));
  const [message, ...fix] = fault?.means(reference, store) ?? [`${store} cannot pull ${reference}.`];
  throw new Failure(message, { exitCode: ExitCode.wrongInput, fix, output: lastLines(output) });
}

/** A registry is named by the first part of a reference. What is `localhost/…` was built here. */
function namesRegistry(reference: string): boolean {
  if (/^(?:sha256:)?[0-9a-f]{64}$/.test(reference)) return false;
  const { registry } = parseImageReference(reference);
  return registry !== undefined && registry !== 'localhost';
}

function notThere(reference: string, stores: readonly Store[]): Failure {
  return wrong(`There is no file ${reference}, and no image of that name in the store of ${stores.join(' or ')}.`, [
    ...stores.map((store) => `${store} images   lists what there is`),
    'Give the whole reference of an image in a registry, for example quay.io/you/hello:1.0, to have it pulled.',
  ]);
}

async function noStore(
  reference: string,
  among: readonly Store[],
  silent: { store: Store; asked: Finished } | undefined,
): Promise<Failure> {
  const system = await thisSystem();
  if (silent) {
    const { message, fix, output } = explain(silent.store, silent.asked, 'answer', system);
    const told = `There is no file ${reference}, and ${silent.store} cannot be asked for an image of that name: ${message}`;
    return new Failure(told, { exitCode: ExitCode.wrongInput, fix, output });
  }
  const names = among.join(' and ');
  return wrong(`There is no file ${reference}, and no ${names} on this machine to look for an image of that name.`, [
    ...installLines(among[0] ?? 'podman', system),
    'Files need neither: create-wasm-oci inspect ./NAME.oci.tar',
  ]);
}

/** The same failure with the exit code of a command that builds nothing. */
function atFault({ message, fix, output }: Failure): Failure {
  return new Failure(message, { exitCode: ExitCode.wrongInput, fix, output });
}

function stopped(): Cancelled {
  return new Cancelled('Nothing was changed.');
}
