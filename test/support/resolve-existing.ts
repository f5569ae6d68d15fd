import { containerfileFlags } from '../../generators/core/options/main-flags.js';
import { oneDirectory, parseFlags } from '../../generators/core/options/parse.js';
import { type ExistingJob, resolveExisting } from '../../generators/core/project/existing/resolve.js';

/** What `containerfile` resolves for a command line that is typed in a folder. */
export async function resolved(cwd: string, argv: readonly string[]): Promise<ExistingJob> {
  const { values, positionals } = parseFlags(argv, containerfileFlags, 'containerfile');
  return resolveExisting({
    options: { ...values, directory: oneDirectory(positionals), yes: true },
    cwd,
    environment: {},
    terminal: false,
    choose: () => Promise.reject(new Error('nobody is asked')),
    tell: () => {},
    preset: undefined,
  });
}
