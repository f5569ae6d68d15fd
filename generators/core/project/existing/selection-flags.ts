import { buildSystems, type Selection } from '../../languages/detect/recognised.js';

/** An option that only this command has: it names what a project leaves ambiguous, or sets what cargo is to build. */
export interface Flag {
  key: keyof Selection;
  /** Left out for a flag that is on by default and given as `--no-KEY`. */
  placeholder?: string;
  help: string;
}

/** Every such option, in the order `--help` shows them. */
export const selectionFlags: readonly Flag[] = [
  { key: 'package', placeholder: 'NAME', help: 'Rust: the package; Go: the folder of the main package, ./cmd/NAME' },
  {
    key: 'bin',
    placeholder: 'NAME',
    help: 'Rust: the binary; C: the CMake target, what make links, or the file of main()',
  },
  { key: 'build-system', placeholder: buildSystems.join('|'), help: 'C: what builds it, where there is more than one' },
  { key: 'features', placeholder: 'LIST', help: 'Rust: features of the package, as cargo takes them' },
  { key: 'default-features', help: "Rust: leave the package's default features out" },
];

/** The words of these options on a command line. */
export function words(chosen: Selection): [flag: string, value?: string][] {
  return selectionFlags.flatMap(({ key, placeholder }): [string, string?][] => {
    const value = chosen[key];
    if (value === undefined) return [];
    return placeholder ? [[`--${key}`, value]] : [[`--no-${key}`]];
  });
}
