/** How everything begins that this program puts into a project for itself, and takes away again. */
export const OWN_PREFIX = '.create-wasm-oci';

/** The lock of a project: who has it writes there. */
export const PROJECT_LOCK: string = `${OWN_PREFIX}.lock`;

/** A file on its way to the name of another one, beside it. */
export const PART: string = `${OWN_PREFIX}.part-`;

/** Whether a file or folder of that name is this program's own. Some file systems know no upper case. */
export function isOwnName(name: string): boolean {
  return name.normalize('NFC').toLowerCase().startsWith(OWN_PREFIX);
}
