import { stat } from 'node:fs/promises';

/** Whether a link leads to a file. One that leads nowhere, round in a circle, or where nobody may look does not. */
export async function linksToFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() === true;
}
