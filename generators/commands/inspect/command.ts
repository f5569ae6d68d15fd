import type { EngineInfo } from '../../core/engines/engine-info.js';
import { distinctFixes, ExitCode, Failure } from '../../core/failure.js';
import type { Values } from '../../core/options/flag.js';
import { parseFlags, wrongOption } from '../../core/options/parse.js';
import { listenForInterrupt } from '../../core/terminal/interrupt.js';
import { writeJson, writeText } from '../../core/terminal/output.js';
import { printableParagraph } from '../../core/terminal/printable.js';
import { writeHelp } from '../write-help.js';
import { inspectDocument } from './document.js';
import { inspectFlags, stores } from './flags.js';
import type { InspectedSource } from './found.js';
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
  portable: boolean;
  among: readonly EngineInfo[];
  image?: string;
}

/** `create-wasm-oci inspect`: the report goes to stdout, for it is what the command is for. */
export async function command(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags(argv, inspectFlags, 'inspect');
  if (values.help) return writeHelp(help);
  const request = inspectRequest(values, positionals);
  const inspection = inspectionOf(await readSource(request));
  const failure =
    request.portable && inspection.obstacles.length > 0 ? notPortable(request.argument, inspection) : undefined;
  if (!request.json) writeText(process.stdout, reportOf(inspection));
  // One document: that of the failure holds this one's keys.
  if (failure) throw request.json ? failure.with({ document: inspectDocument(inspection) }) : failure;
  if (request.json) writeJson(process.stdout, inspectDocument(inspection));
  return ExitCode.done;
}

function inspectRequest(values: Values<(typeof inspectFlags)[number]>, [argument, second]: string[]): Request {
  const { json, require: required, engine = 'auto', image } = values;
  if (argument === undefined || argument === '') throw wrongOption('inspect needs an image or a file.', 'inspect');
  if (second !== undefined) throw wrongOption('inspect takes one image or file, not two.', 'inspect');
  if (required !== undefined && required !== 'portable') {
    throw wrongOption(`--require: ${JSON.stringify(required)} is invalid (allowed: portable).`, 'inspect');
  }
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
    portable: required === 'portable',
    among,
    ...(image !== undefined && { image }),
  };
}

async function readSource({ argument, among, image }: Request): Promise<InspectedSource> {
  const source = resolveSource(argument);
  if (source.kind === 'file') return readFileAt(source.path, image ?? source.image);
  if (source.kind === 'folder') return readImageFolder(source.path, image ?? source.image);
  if (image !== undefined) {
    throw wrongOption('--image is for archives and layouts; for an image of a store, give its reference.', 'inspect');
  }
  const interrupt = listenForInterrupt();
  try {
    const note = (text: string) => writeText(process.stderr, `${printableParagraph(text, '    ')}\n`);
    return await readReference(source.reference, { among, note, signal: interrupt.signal });
  } finally {
    interrupt.stop();
  }
}

function notPortable(argument: string, { obstacles, advice }: Inspection): Failure {
  const fix = advice.filter(({ id, hinders }) => hinders || id === 'portability').map((one) => one.fix);
  return new Failure(`${argument} is not portable: ${obstacles.map(({ message }) => message).join('; ')}.`, {
    exitCode: ExitCode.wrongInput,
    fix: distinctFixes(fix),
  });
}
