import type { Fix } from '../../../failure.js';
import type { Cause, CauseReader, FailedBuild } from '../../causes/cause.js';
import { literal, placeOf } from '../../detect/project-files.js';
import type { GoPlan } from '../plan.js';
import { type GoModule, goErrors, moduleOfPath } from './go-errors.js';

/** `package greet`, and below it `\timports greet/term: build constraints exclude all Go files in DIRECTORY`. */
const CONSTRAINTS =
  /^((?:package \S+\n(?:\timports \S+\n)*\timports )|package |[^\n]*?:\d+:\d+: )?(\S+): build constraints exclude all Go files in (\S+)$/m;

/** A package of which no file is for wasip1. */
export const noFilesForWasi: CauseReader<GoPlan> = (failed) => {
  const [, before = '', name = '', folder = ''] = CONSTRAINTS.exec(failed.output) ?? [];
  if (folder === '') return undefined;
  const importers = [...before.matchAll(/(?:package|imports) (\S+)/g)].map(([, one]) => one);
  const way = importers.length > 0 ? ` It comes in by ${[...importers, name].join(' → ')}.` : '';
  if (name === 'syscall/js') {
    return {
      id: 'for-browsers',
      message: `The program is for browsers: it imports syscall/js, which Go has for GOOS=js only.${way}`,
      fix: [{ text: 'Build another program of the project: --bin NAME, --package PATH.' }],
    };
  }
  const module = moduleOfPath(`${folder}/`);
  if (module) return withoutWasi(failed, module, `its package ${name} has no file for wasip1`, way);
  const inside = folderIn(failed, name);
  const sources = failed.files.paths.filter(
    (path) => path.endsWith('.go') && path.slice(0, path.lastIndexOf('/') + 1) === inside,
  );
  const usesC = sources.some((path) => /^import "C"$/m.test(failed.files.text(path) ?? ''));
  const why = usesC ? 'it imports "C", and there is no cgo for wasip1' : 'all of its files are for other systems';
  return {
    id: 'source-for-other-systems',
    message: `The package ${name} has no file for WASI: ${why}.${way}`,
    fix: [
      { text: `Add a file to it with //go:build wasip1, which does the same ${usesC ? 'without C' : 'for WASI'}.` },
    ],
  };
};

/** The folder of a package of the project, with a slash at its end. */
function folderIn({ files }: FailedBuild<GoPlan>, name: string): string {
  const [, module = ''] = /^module\s+(\S+)/m.exec(files.text('go.mod') ?? '') ?? [];
  return name === module ? '' : `${name.slice(module.length + 1)}/`;
}

/** A dependency that the compiler refuses. */
export const moduleWithoutWasi: CauseReader<GoPlan> = (failed) => {
  const error = goErrors(failed.output).find(({ module }) => module);
  if (!error?.module) return undefined;
  const other = moduleOfName(failed, error.message);
  if (other && other.path !== error.module.path) {
    const [, name] = UNDEFINED.exec(error.message) ?? [];
    const cause = withoutWasi(failed, other, `it has no ${name} for wasip1`, ` It comes in by ${error.module.path}.`);
    return { ...cause, fix: cause.fix.filter(({ command }) => !command?.startsWith('go mod why')) };
  }
  if (failed.compiler === 'tinygo') return notForTinygo(error.module.path, error.message);
  return withoutWasi(failed, error.module, error.message);
};

/** A name that another package has for other systems only: `undefined: isatty.IsTerminal`. */
const UNDEFINED = /^undefined: ((\w+)\.\w+)$/;

/** The module of the package that an undefined name is of, as far as go.mod and what was downloaded tell. */
function moduleOfName({ files, output }: FailedBuild<GoPlan>, message: string): GoModule | undefined {
  const [, , name] = UNDEFINED.exec(message) ?? [];
  if (name === undefined) return undefined;
  const listed = [
    ...output.matchAll(/^go: downloading (\S+) (v\S+)$/gm),
    ...(files.text('go.mod') ?? '').matchAll(/^[ \t]*(?:require[ \t]+)?([\w.~-]+\.[\w.~-]+\/\S+)[ \t]+(v\d\S+)/gm),
  ];
  const found = listed.find(([, path = '']) => usualPackageName(path) === name);
  return found && { path: found[1] ?? '', version: found[2] ?? '' };
}

/** What a package is usually called, of a module's path: `github.com/mattn/go-isatty/v2` is isatty. */
function usualPackageName(path: string): string {
  const last = path.replace(/\/v\d+$/, '').replace(/^.*\//, '');
  return last.replace(/^go[-.]|[-.]go$|\.v\d+$/g, '').replaceAll('-', '');
}

/** TinyGo's and Go's own library, where the program needs more of it than TinyGo compiles. */
export const libraryForTinygo: CauseReader<GoPlan> = ({ output, compiler }) => {
  if (compiler !== 'tinygo') return undefined;
  const error = goErrors(output).find(({ path }) => /(?:^|\/)(?:tinygo|go|goroot-[0-9a-f]+)\/src\//.test(path));
  if (!error) return undefined;
  const [, name = "Go's library"] = /\/src\/(.+)\/[^/]+$/.exec(error.path) ?? [];
  return notForTinygo(name, error.message);
};

function notForTinygo(name: string, message: string): Cause {
  return {
    id: 'not-for-tinygo',
    message: `TinyGo does not compile ${name}, which the program imports (${message}).`,
    fix: [{ command: '--language go', text: 'compiles it by Go, whose modules are larger' }],
  };
}

function withoutWasi({ files }: FailedBuild<GoPlan>, { path, version }: GoModule, why: string, way = ''): Cause {
  const text = files.text('go.mod') ?? '';
  const line = new RegExp(`^[ \\t]*(?:require[ \\t]+)?${literal(path)}\\s+v\\S+([^\\n]*)`, 'm');
  const found = line.exec(text);
  const indirect = found?.[1]?.includes('// indirect') === true;
  const where =
    way || (found ? ` ${placeOf('go.mod', text, line)} asks for it${indirect ? ', for another module' : ''}.` : '');
  const more: Fix[] = indirect || !found ? [{ command: `go mod why -m ${path}`, text: 'shows what imports it' }] : [];
  return {
    id: 'module-without-wasi',
    message: `The module ${path} ${version} does not support WASI: ${why}.${where}`,
    fix: [
      ...more,
      { command: `go get ${path}@latest`, text: 'takes its newest version, which may support WASI' },
      { text: 'Or import it in files with //go:build !wasip1 only.' },
    ],
  };
}
