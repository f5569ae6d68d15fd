import type { EngineInfo } from '../../core/engines/engine-info.js';
import { distinctFixes, ExitCode, Failure, type Fix } from '../../core/failure.js';
import type { Values } from '../../core/options/flag.js';
import { parseFlags, wrongOption } from '../../core/options/parse.js';
import { namesRegistry } from '../../core/system/registry.js';
import { listenForInterrupt } from '../../core/terminal/interrupt.js';
import { writeJson, writeText } from '../../core/terminal/output.js';
import { printableParagraph } from '../../core/terminal/printable.js';
import { writeHelp } from '../write-help.js';
import { asServed } from './as-served.js';
import { inspectDocument } from './document.js';
import { inspectFlags, requirements, stores } from './flags.js';
import type { BesideImage, InspectedSource } from './found.js';
import { help } from './help.js';
import { type Inspection, inspectionOf } from './inspection.js';
import { readFileAt, readImageFolder } from './read.js';
import { reportOf } from './report.js';
import { resolveSource } from './source.js';
import { readReference } from './store.js';

/** The subcommand's arguments, checked. */
interface Request {
  argument: string;
  json: boolean;
  required: ReadonlySet<(typeof requirements)[number]>;
  sbom: boolean;
  /** The public key that must have signed it. */
  verify?: string;
  among: readonly EngineInfo[];
  image?: string;
}

/** `create-wasm-oci inspect`: the report goes to stdout, for it is what the command is for. */
export async function command(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags(argv, inspectFlags, 'inspect');
  if (values.help) return writeHelp(help);
  const request = inspectRequest(values, positionals);
  const { required } = request;
  const inspection = inspectionOf(await readSource(request), required.has('kubernetes'));
  const failure = notAsRequired(request, inspection);
  if (!request.json) writeText(process.stdout, reportOf(inspection));
  // One document: that of the failure holds this one's keys.
  if (failure) throw request.json ? failure.with({ document: inspectDocument(inspection) }) : failure;
  if (request.json) writeJson(process.stdout, inspectDocument(inspection));
  return ExitCode.done;
}

function inspectRequest(values: Values<(typeof inspectFlags)[number]>, [argument, second]: string[]): Request {
  const { json, require: required, engine = 'auto', image, sbom = false, verify } = values;
  if (argument === undefined || argument === '') throw wrongOption('inspect needs an image or a file.', 'inspect');
  if (second !== undefined) throw wrongOption('inspect takes one image or file, not two.', 'inspect');
  const among = engine === 'auto' ? stores : stores.filter(({ id }) => id === engine);
  if (among.length === 0) {
    throw wrongOption(
      `--engine: ${JSON.stringify(engine)} is not one of ${['auto', ...stores.map(({ id }) => id)].join(', ')}.`,
      'inspect',
    );
  }
  return {
    argument,
    json: json === true,
    required: requirementsIn(required),
    sbom,
    ...(verify !== undefined && { verify }),
    among,
    ...(image !== undefined && { image }),
  };
}

/** The words of `--require`. */
function requirementsIn(list: string | undefined): Request['required'] {
  const words = list === undefined ? [] : list.split(',').map((word) => word.trim());
  const known = words.map((word) => {
    const found = requirements.find((one) => one === word);
    if (found) return found;
    throw wrongOption(
      `--require: ${JSON.stringify(word)} is invalid (allowed: ${requirements.join(', ')}).`,
      'inspect',
    );
  });
  return new Set(known);
}

async function readSource({ argument, among, image, required, sbom, verify }: Request): Promise<InspectedSource> {
  const source = resolveSource(argument);
  const asked = sbom ? '--sbom' : verify === undefined ? undefined : '--verify';
  if (asked !== undefined && (source.kind !== 'reference' || !namesRegistry(source.reference))) {
    throw wrongOption(`${asked} asks a registry: give the reference of an image in one.`, 'inspect');
  }
  if (source.kind === 'file') return readFileAt(source.path, image ?? source.image);
  if (source.kind === 'folder') return readImageFolder(source.path, image ?? source.image);
  if (image !== undefined) {
    throw wrongOption('--image is for archives and layouts; for an image of a store, give its reference.', 'inspect');
  }
  const interrupt = listenForInterrupt();
  try {
    const note = (text: string) => writeText(process.stderr, `${printableParagraph(text, '    ')}\n`);
    // What is not signed is not pulled.
    const attached = asked === undefined ? undefined : await readAttached(source.reference, { sbom, verify });
    const search = { among, note, signal: interrupt.signal };
    const stored = await readReference(source.reference, search);
    const found = required.has('kubernetes') ? await asServed(source.reference, stored, search) : stored;
    return { ...found, ...(attached && { attached }) };
  } finally {
    interrupt.stop();
  }
}

/** What the registry has beside an image. The readers are loaded when they are asked for. */
async function readAttached(
  reference: string,
  { sbom, verify }: { sbom: boolean; verify: string | undefined },
): Promise<BesideImage> {
  const { thisHost } = await import('../../core/engines/host.js');
  const verified =
    verify === undefined
      ? undefined
      : await (await import('../../core/signing/cosign.js')).verifyImage(thisHost, reference, verify);
  const sboms = sbom
    ? await (await import('../../core/sbom/discover.js')).attachedSboms(thisHost, reference)
    : undefined;
  return { ...(sboms && { sboms }), ...(verified && { verified }) };
}

/** Why it is not as required; undefined where it is. */
function notAsRequired({ argument, required }: Request, inspection: Inspection): Failure | undefined {
  const { obstacles, advice, pull = [] } = inspection;
  const messages: string[] = [];
  const fix: Fix[] = [];
  if (required.has('portable') && obstacles.length > 0) {
    messages.push(`is not portable: ${obstacles.map(({ message }) => message).join('; ')}`);
    fix.push(...advice.filter(({ id, hinders }) => hinders || id === 'portability').map((one) => one.fix));
  }
  if (required.has('kubernetes') && pull.length > 0) {
    const by = [...new Set(pull.flatMap((one) => one.by))].join(' and ');
    messages.push(`is not for ${by}: ${pull.map(({ message }) => message).join('; ')}`);
    fix.push(...pull.map((one) => one.fix));
  }
  if (messages.length === 0) return undefined;
  return new Failure(`${argument} ${messages.join('. It ')}.`, {
    exitCode: ExitCode.wrongInput,
    fix: distinctFixes(fix),
  });
}
