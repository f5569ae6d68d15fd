import { few } from '../../causes/cause.js';
import { ProjectBelow } from '../../detect/below.js';
import { inFolder, type ProjectFiles, partOf } from '../../detect/project-files.js';
import { readCmake } from './cmake-targets.js';

/** Where projects keep a CMakeLists.txt that is not their first way to be built: discount, lz4. */
const CMAKE_FOLDER = /^(?:(?:build|builds|contrib|projects?)\/)?cmake\/CMakeLists\.txt$/i;

/** The folder of a CMakeLists.txt that makes a program of the sources around it; undefined where none does. */
export function cmakeBelow(files: ProjectFiles): ProjectBelow | undefined {
  const context = files.part?.context ?? files;
  const path = files.paths.find((each) => CMAKE_FOLDER.test(each));
  if (path === undefined) return undefined;
  const folder = inFolder(files.part?.folder ?? '', path.replace(/\/CMakeLists\.txt$/, ''));
  const { executables } = readCmake(partOf(context, folder), []);
  const own = executables.filter(({ aside }) => !aside);
  if (own.length === 0) return undefined;
  return new ProjectBelow(`${path} makes ${few(own.map(({ target }) => target))}`, folder);
}
