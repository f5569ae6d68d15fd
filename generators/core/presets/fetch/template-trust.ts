import { ExitCode, Failure } from '../../failure.js';
import { trustHash } from '../content-hash.js';
import { executedBy } from '../executed.js';
import type { Preset } from '../preset.js';
import type { ReadPreset } from '../read-preset.js';
import type { PresetSource } from '../source.js';
import type { ResolveOptions } from './fetch-source.js';
import { keep } from './kept-presets.js';
import { isTrusted, trust } from './trust.js';

/**
 * Templates are code: EJS runs them. So are files that a tool runs by itself (executed.ts). Those of a path that the
 * user names are theirs; from anywhere else they must be trusted first, once for each content.
 *
 * @param source where it was read from; undefined when the path that a project stores was not looked at
 * @returns the preset, and whether it is trusted: one that is not is never compiled outside a container
 * @throws Failure (wrong input) when it holds such files and is not trusted, or is not the content that the user trusts
 */
export async function trusted(
  read: ReadPreset,
  source: PresetSource | undefined,
  { named, trust: given = false, before = false }: Pick<ResolveOptions, 'named' | 'trust' | 'before'>,
): Promise<Preset> {
  const { preset } = read;
  const kept = await keep(read);
  const code = executedCode(preset);
  const ownPath = named && (source?.kind === 'folder' || source?.kind === 'file');
  const expected = typeof given === 'boolean' ? undefined : given;
  const isExpected = expected?.includes(trustHash(preset)) ?? false;
  if (expected && !isExpected && !before) throw otherContent(preset, expected, kept);
  if (given === true || isExpected) await trust(preset);
  // Remembered for the runs that find it in .yo-rc.json; where the list cannot be written, this run goes on.
  else if (ownPath) await trust(preset).catch(() => undefined);
  else if (!(await isListed(preset, code.length > 0))) {
    if (code.length > 0) throw notTrusted(preset, code, kept);
    return preset;
  }
  return { ...preset, trusted: true };
}

/** A list that cannot be read trusts nothing; it stops only those who need it. */
async function isListed(preset: Preset, needed: boolean): Promise<boolean> {
  return isTrusted(preset).catch((error: unknown) => {
    if (needed || !(error instanceof Failure)) throw error;
    return false;
  });
}

/** The files of a preset that are run, and by what. */
function executedCode({ files }: Preset): string[] {
  return files.flatMap(({ from, path, template }) => {
    const by = template ? 'a template' : executedBy(path);
    return by === undefined ? [] : [`${from} (${by})`];
  });
}

/** The most files that are named. */
const NAMED_MAX = 10;

function notTrusted(preset: Preset, code: string[], kept: string | undefined): Failure {
  const { name, shownFile } = preset;
  const hash = trustHash(preset);
  const more = code.length > NAMED_MAX ? ` and ${code.length - NAMED_MAX} more` : '';
  return new Failure(
    `The preset ${name} (${shownFile}) holds files that run as code on this machine: ${code.slice(0, NAMED_MAX).join(', ')}${more}.`,
    {
      exitCode: ExitCode.wrongInput,
      fix: [
        ...(kept ? [{ text: `Read them: ${kept}` }] : []),
        {
          text: 'Add --trust-preset to let them run; it is remembered for this content, and asked for again when it changes.',
        },
        { text: `Add --trust-preset=${hash} to let them run only with this content.` },
      ],
    },
  );
}

/** The content is another than the one that the user, or their team, has looked at. */
function otherContent(preset: Preset, expected: readonly string[], kept: string | undefined): Failure {
  const { name, shownFile } = preset;
  return new Failure(
    `The preset ${name} (${shownFile}) has the content ${trustHash(preset)}, where --trust-preset expects ${expected.join(' or ')}.`,
    {
      exitCode: ExitCode.wrongInput,
      fix: [
        ...(kept ? [{ text: `Read it: ${kept}` }] : []),
        { text: `If it is right, give its hash: --trust-preset=${trustHash(preset)}.` },
      ],
    },
  );
}
