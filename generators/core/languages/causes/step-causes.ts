import { type CauseReader, firstOf } from './cause.js';

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
export const stepCause = firstOf([noProgram, noOutput]);
