import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inTemporaryFolder } from '../../files/temporary-folder.js';
import { indexPlatforms } from '../../oci/index-platforms.js';
import type { Finished, RunOptions } from '../../system/process.js';
import { checkedDigest } from '../digest.js';
import type { Keeper } from '../engine.js';
import { explain } from '../explain.js';
import type { Doing } from '../known-errors.js';
import { podmanSystem } from './system.js';

/** What tells the images of the entries apart. */
const LABEL = 'create-wasm-oci.platform';

/**
 * Sends an image to its registry within an index for wasi/wasm and for nodes. It uses Podman's own commands: there may be
 * no skopeo, and a Podman on another system reads no file of this one.
 *
 * `podman manifest add` of a digest replaces its entry for another platform (buildah, pkg/manifests: AddInstance), and
 * nothing else makes a list. So each node's entry has an image of its own: the same layer, and one label more in the
 * config, which still says wasi/wasm. CRI-O selects crun-wasm by that.
 */
export async function pushPodmanIndex({ host, errors }: Keeper, image: string, signal?: AbortSignal): Promise<string> {
  const podman = async (doing: Doing, args: string[], options: RunOptions = {}): Promise<Finished> => {
    const ended = await host.run('podman', args, { signal, ...options });
    if (ended.exitCode !== 0) throw explain(errors, ended, doing, await podmanSystem(host), signal, image);
    return ended;
  };
  const list = `localhost/create-wasm-oci-index-${randomUUID()}`;
  const [, ...nodes] = indexPlatforms.map(({ os, architecture }) => ({
    flags: ['--os', os, '--arch', architecture],
    label: `${os}/${architecture}`,
    image: `${list}:${architecture}`,
  }));
  return inTemporaryFolder('index', async (folder) => {
    try {
      const created = await podman('answer', ['image', 'inspect', '--format', '{{.Created.Unix}}', image]);
      // Without the transport, Podman asks the registry for an image of that name first.
      const add = (one: string, flags: string[] = []) =>
        podman('answer', ['manifest', 'add', ...flags, list, `containers-storage:${one}`]);
      await podman('answer', ['manifest', 'create', list]);
      await add(image);
      for (const node of nodes) {
        await writeFile(join(folder, 'Containerfile'), `FROM ${image}\nLABEL ${LABEL}=${node.label}\n`);
        // The image's own time: the index follows from the image.
        const time = ['--timestamp', created.stdout.trim()];
        const flags = ['--quiet', '--pull=never', '--platform=wasi/wasm', ...time, '--tag', node.image];
        await podman('build', ['build', ...flags, '.'], { cwd: folder, env: { SOURCE_DATE_EPOCH: undefined } });
        await add(node.image, node.flags);
      }
      const digest = join(folder, 'digest');
      await podman('push', ['manifest', 'push', '--all', '--digestfile', digest, list, `docker://${image}`]);
      return checkedDigest(await readFile(digest, 'utf8'), image, 'podman');
    } finally {
      // Also after Ctrl-C: nobody else knows these names.
      const detached = { detached: true };
      await host.run('podman', ['manifest', 'rm', list], detached);
      await host.run('podman', ['rmi', '--ignore', ...nodes.map((node) => node.image)], detached);
    }
  });
}
