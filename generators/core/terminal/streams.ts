import { ExitCode } from '../failure.js';
import { writeText } from './output.js';

/**
 * Lets the run go on to its end when nobody reads what it says: a reader that has seen enough (`| head`: EPIPE), a
 * terminal that is gone (EIO). Left to Node, either would end the process at once, and leave an engine at work.
 */
export function ignoreBrokenPipe(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE' || error.code === 'EIO') return;
    // It is written to last of all: its contents are lost, and a script must know.
    writeText(process.stderr, `error: stdout cannot be written to: ${error.message}.\n`);
    process.exit(ExitCode.wrongInput);
  });
  // Where this cannot be written to, there is nothing to say it with; the exit code still tells.
  process.stderr.on('error', () => {});
}
