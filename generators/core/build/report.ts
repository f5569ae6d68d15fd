import { chalkStderr } from 'chalk';
import { compilesOnHost, engineInfo } from '../engines/engines.js';
import { indexPlatforms } from '../oci/index-platforms.js';
import { platformText } from '../oci/manifests.js';
import { asDirectory } from '../options/command-names.js';
import { packageCount } from '../sbom/inventory.js';
import { goTo } from '../system/shell.js';
import { failureLines } from '../terminal/failure-text.js';
import { printable } from '../terminal/printable.js';
import { shownBytes } from '../terminal/shown-bytes.js';
import type { BuildResult } from './result.js';

/** Longer than any command line that is repeated; what is cut could not be typed anyway. */
const LONGEST = 8192;

/** The user must know whose rights a build had. */
const ON_HOST =
  'compiled on this machine, not in a container: build scripts of the project, if it has any, ran with your rights';

/** The report at the end, on stderr. */
export function resultText({
  directory,
  files,
  image,
  built,
  ran,
  index,
  engine,
  reasons,
  commands,
  repeat,
  sbom,
  signed,
}: BuildResult): string {
  const lines: string[] = [''];
  const row = (label: string, text: string) =>
    lines.push(`  ${chalkStderr.bold(label.padEnd(8))} ${printable(text, LONGEST)}`);
  if (built) {
    const { report } = built;
    lines.push(chalkStderr.green(`${printable(image)} is a wasi/wasm image.`), '');
    row('module', `${report.modulePath}, ${shownBytes(report.module?.bytes ?? 0)}`);
    row('image', `${shownBytes(report.bytes)} in ${report.layers.length} layer, ${report.digest}`);
    if (index !== undefined) row('index', `${indexPlatforms.map(platformText).join(', ')}, ${index}`);
    if (sbom)
      row('SBOM', `${sbom.file}: ${packageCount(sbom.packages)}${sbom.referrer ? ', attached to the image' : ''}`);
    if (signed !== undefined) row('signed', signed);
    row('engine', `${engine?.id} ${engine?.version} (${engine?.why})`);
    if (engine && compilesOnHost(engine.id)) row('note', ON_HOST);
    const toRun = ran?.answer === undefined ? 'to run' : 'to the first answer';
    row(
      'seconds',
      `${built.seconds.toFixed(1)} to build${ran && !ran.skipped ? `, ${ran.seconds.toFixed(1)} ${toRun}` : ''}`,
    );
    if (ran?.answer !== undefined) row('answer', ran.answer);
    for (const remark of built.remarks) row('note', remark.message);
    if (ran?.note) row(ran.skipped ? 'note' : 'ended', ran.note);
    const { runNote } = engineInfo(engine?.id ?? '') ?? {};
    if (ran && !ran.skipped && runNote !== undefined) row('note', runNote);
  } else {
    lines.push(`${files.length} files are in ${directory === '.' ? 'this directory' : printable(directory, LONGEST)}.`);
    for (const reason of reasons) lines.push('', ...failureLines(reason));
  }
  lines.push('');
  if (!built && directory !== '.') row('go there', goTo(asDirectory(directory)));
  if (!built) row('build', commands.build);
  if (commands.load) row('load', commands.load);
  row('run', commands.run);
  if (commands.try) row('try', commands.try);
  row('repeat', repeat);
  return `${lines.join('\n')}\n`;
}
