import { posix } from 'node:path';
import { ExitCode, Failure } from '../../failure.js';

/** A file in a folder above: its name, and what its text has. */
interface FileAbove {
  file: string;
  holds: RegExp;
}

/** A build needs something outside of the directory, which is its build context. */
export class OutsideContext extends Failure {
  /** A path relative to the project's folder, which begins with `../`; or a file in the nearest folder above that has it. */
  readonly needed: string | FileAbove;

  constructor(message: string, needed: string | FileAbove) {
    super(message, { exitCode: ExitCode.wrongInput, fix: [{ text: 'Run it in the folder that holds both.' }] });
    this.name = 'OutsideContext';
    this.needed = needed;
  }
}

/** The failure for a path that leads out of the project's folder. */
export function outsideContext(place: string, why: string, folder: string, path: string): OutsideContext {
  const needed = path.startsWith('/') ? path : posix.normalize(posix.join(folder, path));
  return new OutsideContext(`${place}: ${why}, outside this directory, and so outside the image build.`, needed);
}

/** The failure for a project that is part of one above its folder. */
export function aboveContext(message: string, needed: FileAbove): OutsideContext {
  return new OutsideContext(message, needed);
}
