// Replaces how Yeoman's conflict prompt shows binary files in the bundle: sizes in a line, without a table's five packages.
import { existsSync, statSync } from 'node:fs';
import { isBinaryFileSync } from 'isbinaryfile';

export const isBinary = (path, contents) =>
  Boolean((existsSync(path) && isBinaryFileSync(path)) || (contents && isBinaryFileSync(Buffer.from(contents))));

export const binaryDiff = (path, contents) => `binary: ${statSync(path).size} → ${contents?.length ?? 0} bytes`;
