import { type Progress, plainProgress, quietProgress } from './progress.js';

/** Live in a terminal (step, elapsed seconds, last line), plain lines elsewhere. */
export async function createProgress(stream: NodeJS.WriteStream): Promise<Progress> {
  // In a dumb terminal and in CI, ora draws nothing live: the engine's lines would be lost.
  const moves = process.env.TERM !== 'dumb' && !('CI' in process.env);
  // A terminal that nobody gave a size (`docker run -t`, `script`) has no columns, and ora would count lines without end.
  if (!moves || !stream.isTTY || !(stream.columns > 0)) return plainProgress(stream);
  // V8 works 20 ms on the pattern of all emoji that measures the spinner's lines: only those wait for it who see one.
  const { liveProgress } = await import('./live-progress.js');
  return liveProgress(stream);
}

/** The same for a command whose streams are the program's next: where nobody looks on, nothing of what goes well is shown. */
export async function createQuietProgress(stream: NodeJS.WriteStream): Promise<Progress> {
  const progress = await createProgress(stream);
  return stream.isTTY ? progress : quietProgress(progress);
}
