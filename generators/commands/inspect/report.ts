import chalk from 'chalk';
import { engineInfo } from '../../core/engines/engines.js';
import { platformText } from '../../core/oci/manifests.js';
import type { ImageReport } from '../../core/oci/oci.js';
import { fixRow } from '../../core/terminal/failure-text.js';
import { printable } from '../../core/terminal/printable.js';
import { shownBytes } from '../../core/terminal/shown-bytes.js';
import { fixLine } from '../../core/terminal/shown-fix.js';
import type { Verdict } from '../../core/wasm/runtimes.js';
import { isWebAssembly, type WasmComponent, type WasmFile, type WasmModule } from '../../core/wasm/wasm.js';
import { worldOf } from '../../core/wasm/world.js';
import { attachedLines } from './attached.js';
import { chart } from './chart.js';
import type { InspectedOrigin } from './found.js';
import type { Inspection } from './inspection.js';

/** The report as text for users, on stdout. */
export function reportOf({ origin, image, file, verdicts, advice, obstacles, attached }: Inspection): string {
  const parts = [
    [`${chalk.bold(printable(origin.name))}: ${whatItIs(origin, image)}`],
    image ? imageLines(image) : [],
    file ? fileLines(file, image) : [],
    verdicts.length > 0 ? verdictLines(verdicts, obstacles.length === 0) : [],
    attached ? attachedLines(attached) : [],
    adviceLines(advice),
  ];
  const texts = parts.filter((lines) => lines.length > 0).map((lines) => `${lines.join('\n')}\n`);
  return texts.join('\n');
}

/** Where it comes from that is no engine's store. */
const KEPT_AS: Partial<Record<InspectedOrigin['kind'], string>> = {
  'oci-archive': 'from an OCI archive',
  'docker-archive': 'from a Docker archive',
  'oci-layout': 'from the folder of an OCI layout',
  dir: 'from a folder of skopeo (dir:)',
  wasm: 'a WebAssembly file',
};

function whatItIs({ kind, pulled }: InspectedOrigin, image: ImageReport | undefined): string {
  const keptAs = KEPT_AS[kind] ?? `from ${engineInfo(kind)?.title ?? kind}'s store`;
  if (!image) return keptAs;
  const what = image.kind === 'image' ? 'an image' : `${image.modules.length > 0 ? 'a Wasm' : 'an'} OCI artifact`;
  // The empty config of an artifact names no platform.
  const platform = image.os === '' && image.kind === 'artifact' ? '' : ` for ${printable(platformText(image))}`;
  return `${what}${platform}, ${keptAs}${pulled ? ', just pulled' : ''}`;
}

/** Rows of a label and what it is; what has several lines has them below one another. */
function rows(all: [label: string, ...texts: string[]][]): string[] {
  return all.flatMap(([label, ...texts]) =>
    texts.map((text, index) => `  ${chalk.dim((index === 0 ? label : '').padEnd(12))} ${text}`),
  );
}

/** Lines shown of a list; the JSON document has all of it. */
const ROWS_SHOWN = 8;

function some<Item>(items: readonly Item[], line: (item: Item) => string): string[] {
  const lines = items.slice(0, ROWS_SHOWN).map(line);
  return items.length > ROWS_SHOWN ? [...lines, `… and ${items.length - ROWS_SHOWN} more`] : lines;
}

function imageLines(image: ImageReport): string[] {
  const words = (list: readonly string[]) => printable(JSON.stringify(list));
  const all: [string, ...string[]][] = [];
  const row = (label: string, ...texts: (string | undefined)[]) => {
    const given = texts.filter((text) => text !== undefined);
    if (given.length > 0) all.push([label, ...given]);
  };
  row('name', ...some(image.names, (name) => printable(name)));
  row('digest', image.digest ? printable(image.digest) : undefined);
  row('index', image.index && indexText(image.index));
  row('created', image.created && printable(image.created, 40));
  row('entrypoint', image.entrypoint.length > 0 ? words(image.entrypoint) : undefined);
  row('command', image.command.length > 0 ? words(image.command) : undefined);
  row('stop signal', image.stopSignal && printable(image.stopSignal, 40));
  row('labels', ...some(Object.entries(image.labels), ([key, value]) => `${printable(key)} = ${printable(value)}`));
  row('size', sizeText(image));
  row('layers', ...some(image.layers, layerText));
  row('files', ...some(image.files, ({ path, bytes }) => `${printable(path)}   ${shownBytes(bytes)}`));
  row(
    'beside it',
    ...some(image.others, (other) => `${printable(platformText(other.platform))}   ${printable(other.digest)}`),
  );
  return rows(all);
}

function indexText({ digest, platforms }: NonNullable<ImageReport['index']>): string {
  const [first, ...more] = some(platforms, (platform) => printable(platformText(platform)));
  return [digest && printable(digest), [first, ...more].join(', ')].filter(Boolean).join('   ');
}

function sizeText({ bytes, layers }: ImageReport): string {
  const unpacked = layers.reduce((sum, layer) => sum + (layer.unpacked ?? 0), 0);
  const incomplete = layers.some((layer) => layer.unpacked === undefined);
  return `${shownBytes(bytes)} stored, ${incomplete ? 'more than ' : ''}${shownBytes(unpacked)} unpacked`;
}

function layerText({ digest, bytes, unpacked, notRead, title }: ImageReport['layers'][number]): string {
  const inside = unpacked === undefined ? `not read: ${notRead}` : `${shownBytes(unpacked)} unpacked`;
  const name = title === undefined ? '' : `   ${printable(title)}`;
  return `${digest ? printable(digest) : 'without a digest'}   ${shownBytes(bytes)}, ${inside}${name}`;
}

function fileLines(file: WasmFile, image: ImageReport | undefined): string[] {
  const name = image?.modulePath === undefined ? kindText(file) : printable(image.modulePath);
  if (!isWebAssembly(file)) {
    return [`${chalk.bold(name)}: ${shownBytes(file.bytes)}, no WebAssembly: ${file.why}`];
  }
  const lines = file.kind === 'module' ? moduleRows(file) : componentRows(file);
  const what =
    file.kind === 'module'
      ? `a module of ${shownBytes(file.bytes)}${validity(file)}`
      : `a component of ${shownBytes(file.bytes)}`;
  return [`${chalk.bold(name)}: ${what}`, ...chart(file), '', ...rows(lines)];
}

/** How a file without a path of its own is called. */
function kindText({ kind }: WasmFile): string {
  return kind === 'component' ? 'component' : 'module';
}

function validity({ refused, unknownHere, notValidated }: WasmModule): string {
  if (unknownHere) return `, unknown to Node ${process.version}: it does not know ${unknownHere.join(', ')}`;
  if (notValidated !== undefined) return ', not validated';
  return refused === undefined ? ', valid' : `, which Node ${process.version} refuses`;
}

function moduleRows(module: WasmModule): [string, ...string[]][] {
  const { imports, exports, memories, used, notScanned, declared } = module;
  const all: [string, ...string[]][] = [['imports', ...importTexts(imports)]];
  all.push(['exports', exports.length === 0 ? 'nothing' : printable(exports.map(({ name }) => name).join(' '), 240)]);
  if (memories.length > 0) all.push(['memory', ...some(memories, memoryText)]);
  const features = used ? used.join(' ') || 'nothing beyond WebAssembly 1.0' : `unknown: ${notScanned}`;
  all.push(['uses', features]);
  if (declared.length > 0) all.push(['built with', printable(declared.join(' '), 240)]);
  return [...all, ...producerRows(module)];
}

function importTexts(imports: WasmModule['imports']): string[] {
  if (imports.length === 0) return ['nothing'];
  const byNamespace = new Map<string, string[]>();
  for (const { namespace, name } of imports) {
    const names = byNamespace.get(namespace) ?? [];
    names.push(name);
    byNamespace.set(namespace, names);
  }
  return some([...byNamespace], ([namespace, names]) => {
    return `${printable(namespace, 60)} (${names.length}): ${printable(names.join(' '), 400)}`;
  });
}

function memoryText({ minimum, maximum, shared, imported }: WasmModule['memories'][number]): string {
  const kib = (pages: number) => `${(pages * 64).toLocaleString('en-US')} KiB`;
  const most = maximum === undefined ? 'no maximum' : `at most ${kib(maximum)}`;
  return `${kib(minimum)} to begin with, ${most}${shared ? ', shared' : ''}${imported ? ', imported' : ''}`;
}

function componentRows(component: WasmComponent): [string, ...string[]][] {
  const { imports, exports, modules, components } = component;
  const world = worldOf(exports);
  return [
    ...(world === undefined ? [] : [['world', printable(world)] as [string, string]]),
    ['imports', ...(imports.length === 0 ? ['nothing'] : some(imports, (name) => printable(name)))],
    ['exports', ...(exports.length === 0 ? ['nothing'] : some(exports, (name) => printable(name)))],
    ['holds', `${modules} core modules, ${components} components`],
    ...producerRows(component),
  ];
}

function producerRows({ producers }: Pick<WasmModule, 'producers'>): [string, ...string[]][] {
  const names = Object.values(producers).flat();
  if (names.length === 0) return [];
  return [['producers', ...some(names, ({ name, version }) => printable(`${name} ${version}`.trim(), 100))]];
}

const TAKES: Record<Verdict['takes'], string> = {
  yes: chalk.green('yes'),
  option: chalk.yellow('not as it is'),
  no: chalk.red('no'),
  unknown: chalk.yellow('unknown'),
};

function verdictLines(verdicts: readonly Verdict[], portable: boolean): string[] {
  const width = Math.max(...verdicts.map(({ name }) => name.length));
  const lines = verdicts.map(({ name, takes, because }) => {
    const why = because.map(({ means, how }) => `it ${means}${how === undefined ? '' : ` (${how})`}`).join('; ');
    return `  ${name.padEnd(width)}  ${TAKES[takes]}${why && `: ${why}`}`;
  });
  return [`${chalk.bold('Runtimes')}: ${portable ? 'portable' : 'not portable'}`, ...lines];
}

function adviceLines(advice: Inspection['advice']): string[] {
  if (advice.length === 0) return [];
  const lines = advice.flatMap(({ message, fix }) => [
    `  - ${printable(message, 400)}`,
    fixRow(printable(fixLine(fix), 400), { color: chalk, indent: '    ' }),
  ]);
  return [chalk.bold('Possible improvements'), ...lines];
}
