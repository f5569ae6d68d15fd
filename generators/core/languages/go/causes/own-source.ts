import type { CauseReader } from '../../causes/cause.js';
import type { ProjectFiles } from '../../detect/project-files.js';
import { literal } from '../../detect/project-files.js';
import type { GoPlan } from '../plan.js';
import { type GoError, goErrors, isOwnError } from './go-errors.js';

/** Packages of which Go has other parts for each system. */
const SYSTEM_PACKAGES =
  /^undefined: ((?:syscall|unix|windows|plugin)\.\w+)$|^unknown field (\w+) in struct literal of type ((?:syscall|unix|windows)\.\w+)|^(\S+) undefined \(type \*?(?:syscall|unix|windows)\.\w+ has no field or method/;

/** The project's own source uses what exists for other systems only. */
export const goSourceForOthers: CauseReader<GoPlan> = ({ output, files }) => {
  for (const error of goErrors(output).filter(isOwnError)) {
    const what = missingInGo(error, files);
    if (what === undefined) continue;
    return {
      id: 'source-for-other-systems',
      message: `${error.path}:${error.line} uses ${what}.`,
      fix: [{ text: 'Move it to a file with //go:build !wasip1, with another way in a file with //go:build wasip1.' }],
    };
  }
  return undefined;
};

function missingInGo({ message, path }: GoError, files: ProjectFiles): string | undefined {
  const [, name, field, type, member] = SYSTEM_PACKAGES.exec(message) ?? [];
  if (name !== undefined) return `${name}, which Go does not have for wasip1`;
  if (field !== undefined) return `${type}.${field}, which Go does not have for wasip1`;
  if (member !== undefined) return `${member}, which Go does not have for wasip1`;
  const [, missing] =
    /^undefined: ([\w.]+)$|^\S+ undefined \(type \S+ has no field or method (\w+)\)$/
      .exec(message)
      ?.filter((part) => part !== undefined) ?? [];
  const file = missing === undefined ? undefined : fileFor(missing, path, files);
  return file && `${missing}, which ${file} has for other systems only`;
}

/** Names of systems at the end of a file's name, but for ours. Source: `go help buildconstraint`. */
const SYSTEM_SUFFIX =
  /_(?:aix|android|darwin|dragonfly|freebsd|hurd|illumos|ios|js|linux|nacl|netbsd|openbsd|plan9|solaris|windows|zos)(?:_\w+)?\.go$/;

/** The file that defines a name for other systems only. */
function fileFor(missing: string, path: string, files: ProjectFiles): string | undefined {
  const [owner, name = owner] = missing.split('.');
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  // Also in a block of `var (` or `const (`, and as a method.
  const defines = new RegExp(
    `^(?:func(?: \\([^)]*\\))?|type|var|const)\\s+${literal(name ?? '')}\\b|^\\s+(?:\\w+, )*${literal(name ?? '')}(?:, \\w+)*\\s+[\\w=*[]`,
    'm',
  );
  return files.paths.find((file) => {
    if (!file.endsWith('.go') || file.endsWith('_test.go')) return false;
    const inside = file.slice(0, file.lastIndexOf('/') + 1);
    if (owner === name ? inside !== folder : !inside.endsWith(`${owner}/`)) return false;
    const text = files.text(file) ?? '';
    return (SYSTEM_SUFFIX.test(file) || /^\/\/go:build |^\/\/ \+build /m.test(text)) && defines.test(text);
  });
}
