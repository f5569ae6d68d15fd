import { compilesOnHost } from '../engines/engines.js';
import { ExitCode, Failure } from '../failure.js';
import type { Preset } from './preset.js';

/**
 * Why nothing is compiled outside a container with a preset; undefined where it may be. Its compilers, its settings and
 * its files are somebody else's until the user trusts it.
 */
export function notOnHost(preset: Preset | undefined): Failure | undefined {
  if (!preset || preset.trusted) return undefined;
  return new Failure(
    `The preset ${preset.name} (${preset.shownFile}) is not trusted, and the embedded engine compiles outside a container.`,
    {
      exitCode: ExitCode.wrongInput,
      fix: [
        preset.locked.engine === undefined
          ? { text: 'Build with --engine podman or --engine docker.' }
          : { command: '--preset none', text: 'builds without the preset, which locks the engine' },
        { text: 'Or add --trust-preset; it is remembered for this content, and asked for again when it changes.' },
      ],
    },
  );
}

/**
 * Holds the engine that was named against the preset, before anything is written.
 *
 * @throws Failure (wrong input) where it would compile outside a container with a preset that is not trusted
 */
export function checkHostBuild(preset: Preset, engine: string): void {
  const refused = notOnHost(preset);
  if (refused && compilesOnHost(engine)) throw refused;
}
