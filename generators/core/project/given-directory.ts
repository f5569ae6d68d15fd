import { posix, win32 } from 'node:path';
import { ExitCode, Failure } from '../failure.js';
import { shown } from '../options/invalid.js';

/** Names that Windows keeps for devices, with any extension. Source: learn.microsoft.com, Naming Files, Paths, and Namespaces. */
const DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3])$/i;

/**
 * The absolute path of a directory that was given on a command line.
 *
 * @throws Failure (wrong input) for one that Windows cannot have, or would make under another name
 */
export function givenDirectory(cwd: string, given: string, platform: NodeJS.Platform = process.platform): string {
  if (platform !== 'win32') return posix.resolve(cwd, given);
  if (/^[\\/]{2}\.[\\/]/.test(given)) throw refusedDirectory(given, 'names a device');
  // \\?\C:\folder is C:\folder without Windows' limit of a path's length, which Node does away with by itself.
  const plain = given.replace(/^[\\/]{2}\?[\\/](?:UNC[\\/](?=[^\\/]))?/i, (prefix) =>
    /unc/i.test(prefix) ? '\\\\' : '',
  );
  const directory = win32.resolve(cwd, plain);
  for (const name of directory.slice(win32.parse(directory).root.length).split('\\')) checkName(name, given);
  return directory;
}

function checkName(name: string, given: string): void {
  const [odd] = /[<>:"|?*\0-\u001f]/.exec(name) ?? [];
  if (odd !== undefined)
    throw refusedDirectory(given, `has ${JSON.stringify(odd)} in a name, which Windows does not allow`);
  // Windows takes `aux.txt` and `aux .txt` for the device, too.
  if (DEVICE.test((name.split('.')[0] ?? '').trimEnd())) {
    throw refusedDirectory(given, `has the name of a device on Windows, ${shown(name)}`);
  }
  if (/[. ]$/.test(name))
    throw refusedDirectory(given, 'has a name that ends in a dot or a space, which Windows removes');
}

function refusedDirectory(given: string, why: string): Failure {
  return new Failure(`The directory ${shown(given)} ${why}.`, {
    exitCode: ExitCode.wrongInput,
    fix: [{ text: 'Give another directory.' }],
  });
}
