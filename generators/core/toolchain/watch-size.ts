import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Megabytes between two reports: enough to see it move, few enough for a log file. */
const MEGABYTES_A_STEP = 10;

/** Reports how large a folder has grown, in whole megabytes, until the function it returns is called. */
export function watchSize(folder: string, report: (megabytes: number) => void): () => void {
  let told = 0;
  let looking = false;
  const look = async () => {
    if (looking) return;
    looking = true;
    const megabytes = Math.floor((await sizeOf(folder)) / 1e6);
    looking = false;
    if (stopped || megabytes < told + MEGABYTES_A_STEP) return;
    told = megabytes;
    report(megabytes);
  };
  let stopped = false;
  const clock = setInterval(() => void look(), 500);
  return () => {
    stopped = true;
    clearInterval(clock);
  };
}

/** Bytes of all files below a folder. What comes and goes meanwhile counts for nothing. */
export async function sizeOf(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const sizes = names.map(async (name) => {
    const found = await stat(join(folder, name)).catch(() => undefined);
    return found?.isFile() ? found.size : 0;
  });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
