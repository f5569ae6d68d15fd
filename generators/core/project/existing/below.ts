import { ProjectBelow } from '../../languages/detect/below.js';
import { type ProjectFiles, partOf } from '../../languages/detect/project-files.js';
import type { Selection } from '../../languages/detect/recognised.js';
import { refuseMissingFolder } from './outside.js';
import { type Asked, type RecognisedAs, recogniseProject } from './recognise.js';

/** A project in its languages, and the folder that it was found in. */
interface FoundBelow {
  projects: RecognisedAs[];
  /** What was given, with the folder (`in`) that the build files leave the program to. */
  selection: Selection;
  /** Which folder was taken unasked, for users. */
  below: readonly string[];
}

/**
 * Recognises a project, in the folder that its build files leave the program to, where that is one. With `--in .` the
 * directory itself is meant.
 *
 * @throws Failure (wrong input) as `recogniseProject`, and where the folder of `--in` is none
 */
export async function recogniseBelow(context: ProjectFiles, selection: Selection, asked: Asked): Promise<FoundBelow> {
  try {
    const projects = await recogniseProject(projectIn(context, selection, asked.directory), selection, asked);
    return { projects, selection, below: [] };
  } catch (error) {
    // Each is a folder of the one before, so that this ends.
    if (!(error instanceof ProjectBelow) || selection.in === '.' || selection.in === error.folder) throw error;
    const found = await recogniseBelow(context, { ...selection, in: error.folder }, asked);
    return { ...found, below: [error.found, ...found.below] };
  }
}

/** The project in a folder of the context, or the whole context. */
function projectIn(context: ProjectFiles, { in: folder = '.' }: Selection, shown: string): ProjectFiles {
  if (folder === '.') return context;
  refuseMissingFolder(context.paths, folder, shown);
  return partOf(context, folder);
}
