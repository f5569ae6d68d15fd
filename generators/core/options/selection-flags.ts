import { buildSystems } from '../languages/detect/recognised.js';
import type { Flag } from './flag.js';

/**
 * The flags that only `containerfile` has: they name the program of an existing project where that is ambiguous, or set
 * how it is built. What they say is stored. In the order of `--help`.
 */
export const selectionFlags = [
  { key: 'package', placeholder: 'NAME', help: 'Rust: the package; Go: the folder of the main package, ./cmd/NAME' },
  {
    key: 'bin',
    placeholder: 'NAME',
    help: 'Rust: the binary; C: the CMake target, what make links, or the file of main()',
  },
  {
    key: 'build-system',
    placeholder: buildSystems.join('|'),
    choices: buildSystems.map((value) => ({ value })),
    help: 'C: what builds it, where there is more than one',
  },
  { key: 'features', placeholder: 'LIST', help: 'Rust: features of the package, as cargo takes them' },
  { key: 'default-features', on: true, help: "Rust: leave the package's default features out" },
] as const satisfies readonly Flag[];

/** Which program of an existing project goes into the image, and how it is built. On and off are `true` and `false`. */
export type Selection = Readonly<Partial<Record<(typeof selectionFlags)[number]['key'], string>>>;

/** The words that make a selection on a command line. */
export function selectionWords(selection: Selection): [flag: string, value?: string][] {
  return selectionFlags.flatMap((flag): [string, string?][] => {
    const value = selection[flag.key];
    if (value === undefined) return [];
    return 'placeholder' in flag ? [[`--${flag.key}`, value]] : [[`--no-${flag.key}`]];
  });
}
