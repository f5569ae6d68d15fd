import slugify from '@sindresorhus/slugify';
import { InvalidValue, shown } from './invalid.js';

/** A project's two names: what the user typed, and what compilers, files and registries take. */
export interface ProjectName {
  /** As typed, trimmed: for users (README, greeting, image title). */
  title: string;
  /** Lower-case letters, digits and hyphens, beginning with a letter: legal as crate name, Go module path, file name and image path. */
  slug: string;
}

/** crates.io takes at most 64 characters (its documented limit); a Go module and an image path take more. */
const SLUG_MAX = 64;
/** Long enough for a title, short enough for a label and a terminal line. */
const TITLE_MAX = 128;

/** Characters that a title cannot hold: they break lines, are refused by rustc (bidi) or by Go (BOM), or are half a character. */
const NOT_IN_A_TITLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\u{feff}\p{Noncharacter_Code_Point}]/u;

/** Windows keeps these file names for devices, with any extension: `con.wasm` cannot be created there. */
const WINDOWS_DEVICES = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])$/;

/** Words Cargo refuses as a package name: Rust's keywords (strict and reserved, edition 2024), and its own `test`. */
const RUST_WORDS = new Set(
  (
    'abstract as async await become box break const continue crate do dyn else enum extern false final fn for gen ' +
    'if impl in let loop macro match mod move mut override priv pub ref return self static struct super trait true ' +
    'try type typeof unsafe unsized use virtual where while yield test'
  ).split(' '),
);

/** Crates and folders that come with every toolchain: a package of that name builds, but shadows them. */
const TAKEN = new Set([
  'alloc',
  'core',
  'std',
  'proc-macro',
  'build',
  'deps',
  'examples',
  'incremental',
  'main',
  'vendor',
  'internal',
  'testdata',
]);

/**
 * Turns what a person types into a project's names: `My App!` gives the title `My App!` and the slug `my-app`.
 * The slug is shown before anything is written; what cannot be made legal is refused.
 *
 * @throws InvalidValue naming the rule
 */
export function projectName(typed: string): ProjectName {
  const title = typed.trim().replace(/ +/g, ' ');
  if (title === '') throw new InvalidValue('a name is needed, for example hello-wasm');
  if (title.length > TITLE_MAX) {
    throw new InvalidValue(`${shown(title)} has ${title.length} characters; a name has at most ${TITLE_MAX}`);
  }
  if (NOT_IN_A_TITLE.test(title)) {
    throw new InvalidValue(
      `${shown(title)} holds a line break, a control character or a direction mark; a name is one line of text`,
    );
  }
  // No unicorns: slugify's own replacements spell out a few emoji as English words.
  const slug = slugify(title, {
    decamelize: false,
    customReplacements: [
      ['🦄', ''],
      ['♥', ''],
    ],
  });
  checkSlug(slug, title);
  return { title, slug };
}

function checkSlug(slug: string, title: string): void {
  const given = shown(title);
  if (slug === '') {
    throw new InvalidValue(
      `${given} has no letter from a to z; crate, module and image names are made of a-z, 0-9 and -`,
    );
  }
  if (!/^[a-z]/.test(slug)) {
    throw new InvalidValue(`${given} becomes "${slug}"; a crate name begins with a letter (try "wasm-${slug}")`);
  }
  if (slug.length > SLUG_MAX) {
    throw new InvalidValue(
      `${given} becomes a name of ${slug.length} characters; a crate name has at most ${SLUG_MAX}`,
    );
  }
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(slug)) {
    throw new InvalidValue(`${given} becomes "${slug}"; only a-z, 0-9 and single hyphens are legal everywhere`);
  }
  if (WINDOWS_DEVICES.test(slug)) {
    throw new InvalidValue(
      `"${slug}" is the name of a device on Windows and cannot be a file there (try "${slug}-wasm")`,
    );
  }
  if (RUST_WORDS.has(slug))
    throw new InvalidValue(`"${slug}" is a word that Cargo refuses as a package name (try "${slug}-wasm")`);
  if (TAKEN.has(slug)) throw new InvalidValue(`"${slug}" is taken by the toolchains themselves (try "${slug}-wasm")`);
}
