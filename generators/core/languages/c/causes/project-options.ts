import type { Fix } from '../../../failure.js';
import { quoted } from '../../../system/shell.js';
import type { FailedBuild } from '../../causes/cause.js';
import type { ProjectFiles } from '../../detect/project-files.js';
import type { CPlan } from '../plan.js';
import { cmakeOptions } from './cmake-options.js';

/** An option of a project's own build files, and the value that builds without what it is for. */
export interface ProjectOption {
  name: string;
  /** How the build system is given it. */
  off: string;
}

/** What options for a library or a part of a system are called, where that is not its own name. */
const CALLED: readonly { what: RegExp; words: readonly string[] }[] = [
  { what: /thread/, words: ['thread', 'pthread'] },
  { what: /^(?:intl|libintl|gettext)/, words: ['nls', 'intl', 'gettext', 'i18n'] },
  { what: /curses|tinfo|termcap|^terminals?$|^termios/, words: ['curses', 'tinfo', 'termcap', 'tui', 'readline'] },
  { what: /^(?:lib)?(?:ssl|crypto|openssl)/, words: ['openssl', 'ssl', 'tls'] },
  { what: /^(?:lib)?z(?:lib)?$/, words: ['zlib', 'z'] },
  { what: /^(?:lib)?(?:lzma|xz)/, words: ['lzma', 'xz'] },
  { what: /^(?:lib)?bz2|^bzlib/, words: ['bz2', 'bzip2', 'bzlib'] },
  { what: /^sockets?$/, words: ['socket', 'sockets', 'network', 'networking', 'net'] },
];

/** The words that an option for something has in its name. */
function wordsFor(what: string): readonly string[] {
  const name = what.toLowerCase().replace(/\.h$/, '');
  const known = CALLED.find((one) => one.what.test(name));
  if (known) return known.words;
  // `libfoo-2.0` and `foo/bar.h`: by the name of the library.
  const [first = name] = name.split('/');
  const plain = first.replace(/[\d.]+$/, '').replace(/-+$/, '');
  return [...new Set([plain, plain.replace(/^lib/, '')])].filter((word) => word.length > 1);
}

/** Whether a name is about one of some words: short ones are words of it, longer ones anywhere. */
function isAbout(name: string, words: readonly string[]): boolean {
  const parts = name.toLowerCase().split(/[_-]/);
  return words.some((word) => parts.includes(word) || (word.length > 3 && name.toLowerCase().includes(word)));
}

/**
 * The line that has the project's own build files do without something: a library, or a part of a system.
 *
 * @param what its name
 */
export function buildWithout(what: string, { files, plan, again }: FailedBuild<CPlan>): Fix | undefined {
  const found = plan && optionFor(plan, files, wordsFor(what));
  return found && again(withDefined(plan, found), `builds without ${what}`);
}

/** The flags of `containerfile`, with those of their kind that the build has already. */
function withDefined(plan: CPlan, { off }: ProjectOption): string {
  const repeated = (flag: string, given: readonly { name: string; value: string }[] = []) =>
    [...given.map(({ name, value }) => `${name}=${value}`), off].map((text) => `${flag} ${quoted(text)}`).join(' ');
  if (plan.kind === 'make') return repeated('--make-var', plan.makeVars);
  if (plan.kind === 'autotools') return `--configure-flags ${quoted([...(plan.configureFlags ?? []), off].join(' '))}`;
  return repeated('--define', plan.define);
}

function optionFor(plan: CPlan, files: ProjectFiles, words: readonly string[]): ProjectOption | undefined {
  const given = new Set([...(plan.define ?? []), ...(plan.makeVars ?? [])].map(({ name }) => name));
  return optionsOf(plan, files).find(
    ({ name, off }) => isAbout(name, words) && !given.has(name) && !plan.configureFlags?.includes(off),
  );
}

function optionsOf(plan: CPlan, files: ProjectFiles): ProjectOption[] {
  switch (plan.kind) {
    case 'cmake':
      return cmakeOptions(files);
    case 'make':
      return makeOptions(files);
    case 'autotools':
      return configureOptions(files);
    case 'meson':
      return mesonOptions(files);
    case 'sources':
      return [];
  }
}

/** Names of options that disable something. */
export const NEGATIVE = /^(?:.*[_-])?(?:no|without|disable|skip)[_-]/i;

/** What a test of a Makefile compares with, and the word for its opposite. */
const OPPOSITES: Readonly<Record<string, string>> = { 1: '0', yes: 'no', y: 'n', true: 'false', on: 'off' };

/** `ifdef NAME` and `ifeq ($(NAME),1)`, of variables that the Makefile sets itself, and `ifndef NO_NAME`. */
function makeOptions(files: ProjectFiles): ProjectOption[] {
  return files.paths
    .filter((path) => /(?:^|\/)(?:(?:GNU)?[Mm]akefile|[^/]+\.mk)$/.test(path))
    .sort((one, other) => one.split('/').length - other.split('/').length)
    .flatMap((path) => optionsInMakefile(files.text(path) ?? ''));
}

function optionsInMakefile(text: string): ProjectOption[] {
  const assignments = text.matchAll(/^[ \t]*(?:export[ \t]+)?(\w+)[ \t]*[:?+]?=[ \t]*\S/gm);
  const assigned = new Set([...assignments].map(([, name]) => name));
  return [...text.matchAll(/^[ \t]*(?:else[ \t]+)?(ifn?def|ifn?eq)[ \t]+([^\n#]+)/gm)].flatMap(
    ([, test = '', said = '']) => {
      const rest = said.replace(/\s+/g, ' ');
      const [, name = '', compared = ''] = test.endsWith('def')
        ? (/^(\w+)\s*$/.exec(rest) ?? [])
        : (/^\(?\s*["']?\$[({](?:strip \$[({])?(\w+)[)}]+["']?\s*[, ]\s*["']?([^)"']*?)["']?\s*\)?\s*$/.exec(rest) ??
          []);
      if (name === '') return [];
      if (NEGATIVE.test(name)) return [{ name, off: `${name}=${compared || '1'}` }];
      if (!assigned.has(name)) return [];
      return [{ name, off: `${name}=${OPPOSITES[compared.toLowerCase()] ?? ''}` }];
    },
  );
}

/** What every configure is given already. */
const GIVEN = new Set(['--disable-nls', '--disable-shared', '--disable-dependency-tracking']);

/** `--enable-NAME` and `--with-NAME`, of configure.ac or of what was made of it. */
function configureOptions(files: ProjectFiles): ProjectOption[] {
  const source = files.text('configure.ac') ?? files.text('configure.in') ?? '';
  const text = `${source}\n${files.text('configure') ?? ''}`;
  const declared = [...text.matchAll(/AC_ARG_(ENABLE|WITH)\(\s*\[?([\w+.-]+)/g)].map(
    ([, kind = '', name = '']): [string, string] => [kind === 'WITH' ? 'without' : 'disable', name],
  );
  const shown = [...text.matchAll(/--(enable|disable|with|without)-([a-z][\w+.-]*[\w+])/g)].map(
    ([, kind = '', name = '']): [string, string] => [kind.startsWith('with') ? 'without' : 'disable', name],
  );
  return [...declared, ...shown]
    .map(([prefix, name]) => ({ name, off: `--${prefix}-${name}` }))
    .filter(({ off }) => !GIVEN.has(off) && !off.endsWith('-prefix'));
}

/** `option('name', type: 'feature')`. */
function mesonOptions(files: ProjectFiles): ProjectOption[] {
  const text = files.text('meson.options') ?? files.text('meson_options.txt') ?? '';
  return [...text.matchAll(/\boption\(\s*'([^']+)'([^)]*)/g)].flatMap(([, name = '', rest = '']) => {
    const [, type] = /\btype\s*:\s*'(\w+)'/.exec(rest) ?? [];
    if (type === 'feature') return [{ name, off: `${name}=disabled` }];
    if (type === 'boolean') return [{ name, off: `${name}=${NEGATIVE.test(name) ? 'true' : 'false'}` }];
    const choice = /'(no|none|off|disabled)'/.exec(rest)?.[1];
    return type === 'combo' && choice !== undefined ? [{ name, off: `${name}=${choice}` }] : [];
  });
}
