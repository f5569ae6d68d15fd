import { type CauseReader, few, firstOf } from './cause.js';

/** How a shell or make says that it has no such program: dash, bash and BusyBox, GNU make. */
const PROGRAM_NOT_FOUND =
  /^(?:\S+: )?(?:line )?\d+: ([\w.+/-]+): (?:command )?not found$|^(?:\/bin\/)?(?:ba|da)?sh: (?:line \d+: |\d+: )?([\w.+/-]+): (?:(?:command )?not found|No such file or directory)$|^make(?:\[\d+\])?: ([\w.+-]+): No such file or directory$|^env: ['‘]?([\w.+-]+)['’]?: No such file or directory$/m;

/** A configure script tries programs that it does without: what ended the build is near the end. */
const LAST_LINES = 20;

/** A command of the build, or of the project's own build files, that the builder image does not have. */
const noProgram: CauseReader = ({ output, place, tool }) => {
  const program = PROGRAM_NOT_FOUND.exec(output.trimEnd().split('\n').slice(-LAST_LINES).join('\n'))
    ?.slice(1)
    .find((name) => name !== undefined);
  if (program === undefined) return undefined;
  if (program.startsWith('.') || program.includes('/')) {
    return {
      id: 'no-file',
      message: `The build runs ${program}, which is not in the build context.`,
      fix: [
        {
          text: `See that the ignore file (.containerignore, .dockerignore) does not exclude it, and that it is executable.`,
        },
      ],
    };
  }
  return {
    id: 'no-program',
    message: `The build runs ${program}, which ${place} does not have.`,
    fix: tool(program),
  };
};

/** apt-get, which a builder stage asks for a tool that its image lacks. Without a network it does not know the package, either. */
const noPackage: CauseReader = ({ output, place, tool }) => {
  const unknown = [
    ...output.matchAll(
      /^E: (?:Unable to locate package ([\w.+-]+)|Package '([\w.+-]+)' has no installation candidate)$/gm,
    ),
  ].flatMap(([, one, other]) => one ?? other ?? []);
  const [, url] = /^[EW]: Failed to fetch (\S+)/m.exec(output) ?? [];
  const names = few([...new Set(unknown)]);
  if (url !== undefined && (names !== '' || /^E: Failed to fetch/m.test(output))) {
    return {
      id: 'download',
      message: `The build cannot download ${names === '' ? url : `${names} from ${url}`}.`,
      fix: [
        { text: 'Check the network, and HTTP_PROXY and HTTPS_PROXY where there is a proxy.' },
        ...(names === '' ? [] : tool(names)),
      ],
    };
  }
  if (names === '') return undefined;
  return {
    id: 'no-package',
    message: `The build installs ${names}, which the package lists of ${place} do not have.`,
    fix: tool(names),
  };
};

/** The last command of the builder stage: the build ended well and the program is not where it was looked for. */
const noOutput: CauseReader = ({ output, plan, again }) => {
  const [, file] =
    /^cp: (?:cannot stat|can't stat) ['‘]?([^'’\n]*)['’]?: No such file or directory$/m.exec(output) ?? [];
  if (file === undefined || !plan) return undefined;
  const what = file === '' ? 'the program' : file.replace(/^\/src\//, '');
  return {
    id: 'no-output',
    message: `The build ended well, and did not write ${what}.`,
    fix: [again('--bin NAME', 'names another program')],
  };
};

/** Causes of every language. */
export const stepCause = firstOf([noPackage, noProgram, noOutput]);
