import { literal, type ProjectFiles } from '../../detect/project-files.js';

/** A folder that configure would configure, which is not in the project: a submodule that was not fetched, mostly. */
interface MissingPart {
  folder: string;
  /** What configure is given to do without it. */
  flag: string;
}

/**
 * The parts of a project that are missing, of those that configure has an option for: jq's `modules/oniguruma`, which
 * `--without-oniguruma` omits.
 *
 * @param input the text of configure.ac
 * @param given what the user gives configure
 */
export function missingParts(files: ProjectFiles, input: string, given: readonly string[] = []): MissingPart[] {
  const folders = [...input.matchAll(/^[^#\n]*\bAC_CONFIG_SUBDIRS\(\[?([^\])]*)/gm)].flatMap(([, words = '']) =>
    words.split(/\s+/).filter((word) => /^[\w./-]+$/.test(word)),
  );
  return folders.flatMap((folder) => {
    if (files.paths.some((path) => path.startsWith(`${folder}/`))) return [];
    const name = folder.replace(/^.*\//, '');
    const [, kind] =
      new RegExp(`\\bAC_ARG_(WITH|ENABLE)\\(\\s*(?:\\[\\s*)?${literal(name)}\\s*[\\],)]`).exec(input) ?? [];
    const isGiven = given.some((word) =>
      new RegExp(`^--(?:with|without|enable|disable)-${literal(name)}(?:=|$)`).test(word),
    );
    return kind === undefined || isGiven
      ? []
      : [{ folder, flag: `--${kind === 'WITH' ? 'without' : 'disable'}-${name}` }];
  });
}
