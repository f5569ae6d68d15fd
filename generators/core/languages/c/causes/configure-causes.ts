import type { Fix } from '../../../failure.js';
import { type CauseReader, type FailedBuild, few } from '../../causes/cause.js';
import { literal, type ProjectFiles } from '../../detect/project-files.js';
import { lackOf } from '../libc/lack.js';
import type { CPlan } from '../plan.js';
import { alsoImpossible } from './impossible-causes.js';
import { buildWithout } from './project-options.js';

/** What a configure stopped with, and the check it was at: `checking for x... `, whose answer did not come. */
function configureError(output: string): { said: string; check: string | undefined } | undefined {
  const errors = [
    ...output.matchAll(/^(?:(?:checking )(.*?)\.\.\. *)?(?:[^\n]*\.\.\. *)?(?:\.\/)?configure: error: ([^\n]+)$/gm),
  ];
  // It says where (`error: in '/src':`) before it says what.
  const what = errors.find(([, , said = '']) => !/^in [`'‘]/.test(said));
  if (what === undefined) return undefined;
  // Output and errors have streams of their own: the check may come behind the error.
  const open = [...output.matchAll(/^checking ([^\n]*?)\.\.\. *$/gm)].at(-1)?.[1];
  const check = errors.map(([, name]) => name).find((name) => name !== undefined) ?? open;
  return { said: what[2]?.replace(/\.$/, '') ?? '', check };
}

/** The text of an option that goes without. */
const GO_WITHOUT =
  "Look in ./configure --help for an option that does without: --configure-flags '--without-NAME --disable-NAME'.";

/** The archive of a release may be without the libraries that its repository has. */
const MISSING_FILE: Fix = {
  text: 'See that the file exists (a submodule, or a library that the archive is without), and that the ignore file does not exclude it.',
};

/** The project's own option for one of some names, or how one is looked for. */
function goWithout(failed: FailedBuild<CPlan>, names: readonly string[]): Fix {
  for (const name of names) {
    const found = buildWithout(name, failed);
    if (found) return found;
  }
  return { text: GO_WITHOUT };
}

/** The words of a sentence that may be names of libraries: `libfoo`, `-lfoo`, `foo.h`. */
function wordsIn(said: string): string[] {
  const named = [...said.matchAll(/-l(\w{2,})|\b(lib\w{2,})|\b([\w/]+\.h)\b/g)].map(
    (found) => found.slice(1).find(Boolean) ?? '',
  );
  const words = said.match(/\b[a-z][\w+]{3,}\b/gi) ?? [];
  return [...named, ...words.filter((word) => !NO_NAME.test(word))];
}

const NO_NAME =
  /^(?:library|libraries|header|headers|development|devel|package|found|missing|required|requires|need|needs|could|cannot|unable|install|please|with|without|this|that|have|been|your|system|version|sure|make|does|support|find|files?|file|check|building|configure|usable|working|error)$/i;

/** A list of systems that is older than WASI, out of a place that is not seen before the build. */
export const oldConfigSub: CauseReader<CPlan> = ({ output }) => {
  const [said] =
    /^.*(?:(?:machine|system) [`'‘]wasm32[^\n]*not recognized|[`'‘]?wasm32[^\n]* (?:failed|not recognized)|system [`'‘]wasi[^\n]*not recognized).*$/m.exec(
      output,
    ) ?? [];
  if (said === undefined) return undefined;
  const [path] = /[\w./-]*config\.sub/.exec(output.slice(output.indexOf(said))) ?? ['config.sub'];
  return {
    id: 'old-config-sub',
    message: `The project's ${path.replace(/^(?:\/src\/|\.\/)+/, '')} does not know WebAssembly: it is older than 2019.`,
    fix: [
      { text: 'Replace it by the current one: /usr/share/misc/config.sub of the package autotools-dev.' },
      { text: 'Or remove configure, where configure.ac is there: autoreconf makes both again.' },
    ],
  };
};

/** configure or Meson runs what it compiled. */
export const runsTests: CauseReader<CPlan> = ({ output, files, again }) => {
  const meson = /^(\S+:\d+):\d+: ERROR: Can ?not run test applications in this cross environment/m.exec(output);
  if (meson) {
    return {
      id: 'runs-test',
      message: `${meson[1]} runs a program that it compiled, and WebAssembly does not run in the build.`,
      fix: [{ text: 'Put it behind meson.can_run_host_binaries(), or look for an option: --define NAME=VALUE.' }],
    };
  }
  const error = configureError(output);
  if (!error || !/cannot run (?:C(?:\+\+)? compiled programs|test program)|cross[- ]compiling/i.test(error.said))
    return undefined;
  const check = error.check === undefined ? '' : ` (checking ${error.check})`;
  const answer = error.check === undefined ? undefined : answerOf(error.check, files.text('configure') ?? '');
  return {
    id: 'runs-test',
    message: `The project's configure runs a program that it compiled${check}, and WebAssembly does not run in the build.`,
    fix: [
      answer === undefined
        ? { text: 'Give it the answer, by the name that it has in config.log: --configure-flags ac_cv_NAME=yes' }
        : again(`--configure-flags ${answer}=yes`, 'gives it the answer; or =no'),
    ],
  };
};

/** make runs a program that it compiled, to make a source of the rest. */
export const runsBuilt: CauseReader<CPlan> = ({ output }) => {
  const [, program] =
    /(?:^|: |\s)(?:\.\/|\/src\/)?([\w./+-]+): (?:cannot execute binary file: )?Exec format error$/m.exec(output) ?? [];
  if (program === undefined) return undefined;
  return {
    id: 'runs-built',
    message: `The build runs ${program}, which it compiled: WebAssembly does not run in the build.`,
    fix: [
      { text: `Add what ${program} writes to the project, newer than its sources.` },
      {
        text: 'Or look for an option that names a compiler for this machine (CC_FOR_BUILD, HOSTCC): --make-var NAME=VALUE.',
      },
    ],
  };
};

/** gnulib gives a constant that it does not find the value of another. */
export const gnulibConstant: CauseReader<CPlan> = ({ output, again }) => {
  const [, place] = /^(?:\.\/)?(\S*fcntl\.c:\d+):\d+: error: duplicate case value/m.exec(output) ?? [];
  if (place === undefined) return undefined;
  return {
    id: 'libc-constant',
    message: `${place} uses F_DUPFD, which wasi-libc does not define: gnulib gives it a value that another constant has.`,
    fix: [again('--cflags -DF_DUPFD=0', 'defines it')],
  };
};

/** The variable that has the answer of a check: where a configure asks, the next one is it. */
function answerOf(check: string, configure: string): string | undefined {
  const at = configure.indexOf(`checking ${check}`);
  return at === -1 ? undefined : /\b[a-z]\w*_cv_\w+/.exec(configure.slice(at))?.[0];
}

/** A folder with a build of its own that has nothing in it: a submodule that was not fetched. */
export const noSubmodule: CauseReader<CPlan> = ({ output, files, again }) => {
  if (!/^make(?:\[\d+\])?: \*\*\* No (?:rule to make target|targets)/m.test(output)) return undefined;
  // Where make is comes on another stream than its errors.
  const entered = [...output.matchAll(/^make(?:\[\d+\])?: Entering directory [`'‘]\/src\/([^'’\n]+)['’]$/gm)];
  const folder = entered
    .map(([, path = '']) => path)
    .find((path) => !files.paths.some((file) => file.startsWith(`${path}/`)));
  if (folder === undefined) return undefined;
  const name = folder.replace(/^.*\//, '');
  const configure = files.text('configure.ac') ?? files.text('configure.in') ?? files.text('configure') ?? '';
  const hasOption = new RegExp(`AC_ARG_WITH\\(\\s*\\[?${literal(name)}\\b|--with-${literal(name)}\\b`).test(configure);
  return {
    id: 'no-file',
    message: `The build needs ${folder}, which is empty in the build context: a submodule that was not fetched.`,
    fix: [
      { command: 'git submodule update --init', text: 'fetches it' },
      ...(hasOption ? [again(`--configure-flags --without-${name}`, 'builds without it')] : []),
    ],
  };
};

/** The first program that configure or Meson compiles: the flags are wrong, or the compiler. */
export const compilesNothing: CauseReader<CPlan> = ({ output, plan }) => {
  const by = /configure: error: C(?:\+\+)? compiler cannot create executables/.test(output)
    ? "The project's configure"
    : /ERROR: Compiler [^\n]* cannot compile programs/.test(output)
      ? 'Meson'
      : undefined;
  if (by === undefined) return undefined;
  const [, said] = /(?:^|: )(?:fatal )?error: (?!in [`'‘]|C(?:\+\+)? compiler cannot)([^\n]+)$/m.exec(output) ?? [];
  const flags = [
    ...(plan && 'cflags' in plan ? ['--cflags'] : []),
    ...(plan && 'ldflags' in plan ? ['--ldflags'] : []),
  ];
  return {
    id: 'compiler-fails',
    message: `${by} cannot compile an empty program${said === undefined ? '' : `: ${said.replace(/\.$/, '')}`}.`,
    fix: [
      {
        text:
          flags.length > 0
            ? `See whether ${flags.join(' and ')} ${flags.length > 1 ? 'are' : 'is'} right.`
            : 'See that the builder image has a clang for WASI in /opt/wasi-sdk/bin.',
      },
    ],
  };
};

/** A library that configure or Meson looks for. */
export const configuredLibrary: CauseReader<CPlan> = (failed) => {
  const { output } = failed;
  const meson =
    /^(\S+:\d+):\d+: ERROR: (?:Dependency (?:lookup for )?"?([\w+.-]+)"?[^\n]*(?:not found|failed)|C(?:\+\+|pp)? (?:shared or static )?(?:library|header) '([^']+)' not found)/m.exec(
      output,
    );
  if (meson) {
    const [, place, dependency, library] = meson;
    const name = dependency ?? library;
    return {
      id: 'no-library',
      message: `${place} needs the library ${name}, which the builder image does not have for WASI.`,
      fix: [
        buildWithout(name ?? '', failed) ?? {
          text: `Look in meson_options.txt for an option that builds without ${name}: --define NAME=disabled.`,
        },
        { text: `Or add it as a subproject: meson wrap install ${name}` },
      ],
    };
  }
  const error = configureError(output);
  if (!error) return undefined;
  const [, packages] = /Package requirements \(([^)]*)\) were not met/.exec(error.said) ?? [];
  // Without pkg-config the library was looked for, too, and the answer is above.
  const missed = /pkg-config script could not be found/.test(error.said)
    ? [...output.matchAll(/^checking for (?!pkg-config)([^\n]*?)\.\.\. no$/gm)].at(-1)?.[1]
    : undefined;
  const asked = packages ?? (missed && checkedPackages(missed, failed.files));
  if (asked !== undefined) {
    const names = asked
      .replace(/[<>=]+\s*\S+/g, '')
      .split(/[\s,]+/)
      .filter(Boolean);
    return {
      id: 'no-library',
      message: `The project's configure needs ${few(names)}, which the builder image does not have for WASI.`,
      fix: [goWithout(failed, names)],
    };
  }
  if (!/\b(?:lib(?:rar(?:y|ies))?\w*|headers?|\w+\.h|development|devel|package)\b|-l\w/i.test(error.said))
    return undefined;
  if (/no such file/i.test(error.said)) return undefined;
  if (!/not found|missing|required|needs?|could ?n[o']t|cannot|can't|unable|install|no /i.test(error.said))
    return undefined;
  return {
    id: 'no-library',
    message: `The project's configure needs a library, which the builder image does not have for WASI: ${error.said}.`,
    fix: [goWithout(failed, wordsIn(error.said))],
  };
};

/** What a project calls `XML` in `PKG_CHECK_MODULES(XML, libxml-2.0)`: the packages, or the name where there are none. */
function checkedPackages(name: string, files: ProjectFiles): string {
  const input = files.text('configure.ac') ?? files.text('configure.in') ?? '';
  const modules = new RegExp(`\\bPKG_CHECK_MODULES\\(\\s*\\[?${literal(name)}\\]?\\s*,\\s*\\[?([^\\]),]+)`).exec(
    input,
  )?.[1];
  if (modules !== undefined) return modules;
  const configure = files.text('configure') ?? '';
  const at = configure.indexOf(`checking for ${name}`);
  const exists = /--exists --print-errors \\?"([^"\\]+)/.exec(at === -1 ? '' : configure.slice(at, at + CHECK_LENGTH));
  return exists?.[1] ?? name;
}

/** Of a check for packages, the names come within this. */
const CHECK_LENGTH = 800;

/** An option that configure or Meson does not know. */
export const unknownOption: CauseReader<CPlan> = ({ output }) => {
  const [, option] =
    /^configure: error: (?:unrecognized|invalid) (?:option|variable name|feature name|package name):? [`'‘]?([^\s'’]+)/m.exec(
      output,
    ) ?? [];
  if (option !== undefined) {
    return {
      id: 'flag',
      message: `The project's configure does not take ${option}.`,
      fix: [{ text: 'See ./configure --help, then change --configure-flags.' }],
    };
  }
  const [, options] = /ERROR: Unknown options?: ([^\n]+?)\.?$/m.exec(output) ?? [];
  if (options === undefined) return undefined;
  return {
    id: 'flag',
    message: `The project's meson_options.txt has no ${options.replace(/"/g, '')}.`,
    fix: [{ text: 'See the options there, then change --define.' }],
  };
};

/** What autoreconf stops at. */
export const autoreconfFails: CauseReader<CPlan> = ({ output, place, tool }) => {
  const [, at, macro] =
    /^(configure\.(?:ac|in):\d+): (?:error: possibly undefined macro: (\w+)|warning: macro '(?:\w+)' not found)/m.exec(
      output,
    ) ??
    /^(\.?\/?configure): \d+: (?:\S+: )?((?:PKG|AX|AM|AC)_\w+)/m.exec(output) ??
    [];
  if (at !== undefined && macro !== undefined) {
    return {
      id: 'no-program',
      message: `${at} uses ${macro}, which no file of the builder image defines.`,
      fix: tool(`the package that has ${macro}`),
    };
  }
  const [, where, asked] =
    /^(configure\.(?:ac|in):\d+): error: Autoconf version (\S+) or higher is required/m.exec(output) ?? [];
  if (where !== undefined) {
    return {
      id: 'old-compiler',
      message: `The autoconf of ${place} is too old: ${where} asks for autoconf ${asked} or later.`,
      fix: tool(`autoconf ${asked} or later`),
    };
  }
  const [, from, file] = /^(\S+?:\d+|\S+\.am): error: required file '([^']+)' not found/m.exec(output) ?? [];
  if (from === undefined) return undefined;
  return {
    id: 'no-file',
    message: `${from} needs ${file?.replace(/^\.\//, '')}, which is not in the build context.`,
    fix: [
      {
        text: 'See that the file exists (a submodule, or what a script generates), and that the ignore file does not exclude it.',
      },
    ],
  };
};

/** What meson.build itself stops at. */
export const mesonRefuses: CauseReader<CPlan> = ({ output, place, tool, again }) => {
  const old = /^(\S+:\d+):\d+: ERROR: Meson version is (\S+) but project requires ([^\n]+?)\.?$/m.exec(output);
  if (old) {
    const [, at, has, asks] = old;
    return {
      id: 'old-compiler',
      message: `The Meson of ${place} is too old (${has}). ${at} asks for ${asks?.trim()}.`,
      fix: tool(`Meson ${asks?.trim()}`),
    };
  }
  const [, needing, program] = /^(\S+:\d+):\d+: ERROR: Program '([^']+)' not found/m.exec(output) ?? [];
  if (program !== undefined) {
    return {
      id: 'no-program',
      message: `${needing} runs ${program}, which ${place} does not have.`,
      fix: tool(program),
    };
  }
  if (/ERROR: Unknown compiler\(s\)/.test(output)) {
    return {
      id: 'no-program',
      message: `The project compiles a program for the build itself, and ${place} has no compiler for this machine.`,
      fix: tool('gcc'),
    };
  }
  const [, target] =
    /ERROR: Can't invoke target [`'‘]([^`'’]+?)(?::executable)?[`'’]: target not found/.exec(output) ?? [];
  if (target !== undefined) {
    return {
      id: 'no-main',
      message: `Meson has no program ${target}, with the options that it was given.`,
      fix: [again('--bin NAME', 'names another program'), { text: 'Or enable it: --define NAME=VALUE.' }],
    };
  }
  const [, at, said] = /^(\S+:\d+):\d+: ERROR: (?:Problem encountered: )?([^\n]+?)\.?$/m.exec(output) ?? [];
  if (at === undefined) return undefined;
  return {
    id: 'source-refuses',
    message: `${at} stops: ${said}.`,
    fix: [{ text: 'Look in meson_options.txt for an option that does without: --define NAME=VALUE.' }],
  };
};

/** The scripts that autoreconf puts beside configure, which the archive was made without. */
export const noHelperScripts: CauseReader<CPlan> = ({ output, files }) => {
  const [, said] =
    /^configure: error: (cannot find (?:required auxiliary files|install-sh)[^\n]*?)\.?$/m.exec(output) ?? [];
  const source = ['configure.ac', 'configure.in'].find((path) => files.paths.includes(path));
  if (said === undefined || source === undefined) return undefined;
  return {
    id: 'no-file',
    message: `The project's configure stops: ${said}. They are made with it.`,
    fix: [{ text: `Remove configure: where only ${source} is there, autoreconf makes all of them in the builder.` }],
  };
};

/** `configure: error: …` of any other kind. */
export const configureRefuses: CauseReader<CPlan> = (failed) => {
  const said = configureError(failed.output)?.said ?? endOfConfigure(failed);
  if (said === undefined) return undefined;
  const terminals = /\b(?:terminal|curses|termcap|terminfo|tinfo)/i.test(said)
    ? lackOf('tcgetattr')?.impossible
    : undefined;
  return {
    id: terminals ? 'no-library' : 'source-refuses',
    message: `The project's configure stops: ${said}.${terminals ? ` It is for ${terminals.what}: ${terminals.why}.${alsoImpossible(failed, terminals)}` : ''}`,
    fix: [/no such file/i.test(said) ? MISSING_FILE : goWithout(failed, wordsIn(said))],
  };
};

/** What a configure printed last that stops without `configure: error:`; undefined where it came to its end. */
function endOfConfigure({ output, plan }: FailedBuild<CPlan>): string | undefined {
  if (plan?.kind !== 'autotools') return undefined;
  const last = [...output.matchAll(/^checking [^\n]*$/gm)].at(-1);
  if (last === undefined || /^configure: creating /m.test(output)) return undefined;
  const after = output.slice(last.index).split('\n', LINES_OF_END);
  const said = after
    .map((line) => line.replace(/^checking [^\n]*?\.\.\. */, '').trim())
    .find((line) =>
      /\b(?:cannot|can't|could not|unable|not found|fail(?:ed|s|ure)?|missing|required|abort\w*|error)\b/i.test(line),
    );
  // The engine's own words for a command that failed.
  return said === undefined || /^(?:Error: |error: |ERROR: )?(?:building at|failed to solve|process )/.test(said)
    ? undefined
    : said.replace(/\.$/, '');
}

/** More of what a configure printed at its end says nothing of the reason. */
const LINES_OF_END = 6;
