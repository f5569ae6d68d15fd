import { Cancelled, ExitCode, Failure, type Fix } from '../../core/failure.js';
import { lastLines, run } from '../../core/system/process.js';
import { type FetchOptions, fetchVersion } from './old-version.js';

/** What an older version answers for a directory: see render/command.ts. */
type Answer = {
  format: number;
  directory: string;
  files?: Record<string, string>;
  error?: { message: string; fix: Fix[] };
};

/** What the version that wrote a project renders for its stored answers, or why it cannot. */
export type OldRendering = ReadonlyMap<string, string> | Failure;

/** Directories in one run of an older version. Windows takes 32,767 characters of arguments. */
const AT_ONCE = 60;

/**
 * Renders projects with the version that wrote them, in as few processes as they have versions.
 *
 * @param projects absolute directories, and the version that wrote each. This version has checked their presets, and
 * that the user trusts them: the older one, whose rules may differ, gets --trust-preset.
 * @returns the files by path, or the failure, by directory
 */
export async function renderOld(
  projects: readonly { directory: string; version: string }[],
  options: FetchOptions,
): Promise<Map<string, OldRendering>> {
  const found = new Map<string, OldRendering>();
  for (const version of new Set(projects.map((project) => project.version))) {
    const directories = projects.filter((project) => project.version === version).map(({ directory }) => directory);
    try {
      const script = await fetchVersion(version, options);
      for (let at = 0; at < directories.length; at += AT_ONCE) {
        const answers = await ask(script, version, directories.slice(at, at + AT_ONCE), options);
        for (const { directory, files, error } of answers)
          found.set(directory, files ? renderedFiles(files) : oldVersionFailed(version, error));
      }
    } catch (error) {
      if (!(error instanceof Failure) || error instanceof Cancelled) throw error;
      for (const directory of directories) found.set(directory, error);
    }
  }
  return found;
}

async function ask(
  script: string,
  version: string,
  directories: string[],
  { signal }: { signal: AbortSignal },
): Promise<Answer[]> {
  const args = [script, 'render', '--trust-preset', ...directories];
  const { stdout, stderr } = await run(process.execPath, args, { signal });
  if (signal.aborted) throw new Cancelled('Nothing was changed.');
  try {
    const answers = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Answer);
    if (answers.length === directories.length && answers.every(({ format }) => format === 1)) return answers;
  } catch {
    // Reported below, with what it printed instead.
  }
  throw new Failure(`create-wasm-oci ${version}, which wrote the project, cannot render it again.`, {
    exitCode: ExitCode.wrongInput,
    fix: [{ command: `npx create-wasm-oci@${version} --version`, text: 'shows whether that version starts here' }],
    output: lastLines(stderr),
  });
}

function renderedFiles(files: Record<string, string>): Map<string, string> {
  return new Map(Object.entries(files));
}

function oldVersionFailed(version: string, error: Answer['error']): Failure {
  return new Failure(
    `create-wasm-oci ${version} wrote a project that it cannot render again: ${error?.message ?? 'no reason given'}`,
    {
      exitCode: ExitCode.wrongInput,
      fix: error?.fix ?? [],
    },
  );
}
