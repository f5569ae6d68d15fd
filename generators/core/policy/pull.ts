import type { Fix } from '../failure.js';
import { indexPlatforms } from '../oci/index-platforms.js';
import { platformText } from '../oci/manifests.js';
import type { ImageReport } from '../oci/oci.js';
import { listed, type Problem } from './rule.js';

/** What pulls images on a node of Kubernetes. */
export type Puller = 'containerd' | 'CRI-O';

/** Why an image cannot be pulled, or used once it is. */
export interface PullProblem extends Problem {
  /** Stable, for scripts. */
  id: 'artifact' | 'compression' | 'diff-ids' | 'index';
  by: readonly Puller[];
}

const BOTH = ['containerd', 'CRI-O'] as const;
const REBUILD: Fix = { text: 'Build or push it with podman, docker, crane or skopeo: oras push takes any config.' };

/**
 * What keeps an image from a node of Kubernetes; an empty list when nothing does. A single manifest needs no platform of
 * the node: its config may say wasi/wasm. Measured: containerd 1.7.24 over CRI; Podman 5.4.2 for CRI-O, which pulls by the
 * same library (containers/image).
 */
export function pullProblems(image: ImageReport): PullProblem[] {
  if (image.kind === 'artifact') {
    const message = 'it is an OCI artifact: CRI-O does not pull it, and containerd makes no container of it';
    return [{ id: 'artifact', by: BOTH, message, fix: { text: 'Build an image: FROM scratch with one COPY.' } }];
  }
  return [...missingPlatforms(image), ...missingDiffIds(image), ...otherCompressions(image)];
}

/** Of an index, the entry of the node's platform is taken, and no other. */
function missingPlatforms({ index }: ImageReport): PullProblem[] {
  if (!index) return [];
  const here = new Set(index.platforms.map(({ os, architecture }) => platformText({ os, architecture })));
  const missing = indexPlatforms.map(platformText).filter((one) => one.startsWith('linux/') && !here.has(one));
  if (missing.length === 0) return [];
  const lists = index.platforms.length === 0 ? 'nothing' : listed(index.platforms.map(platformText));
  const message = `its index lists ${lists}, and not ${missing.join(' or ')}: nodes of that platform refuse it`;
  const fix: Fix = {
    command: 'create-wasm-oci build --platforms kubernetes --push',
    text: 'pushes an index with these entries',
  };
  return [{ id: 'index', by: BOTH, message, fix }];
}

function missingDiffIds({ missingDiffIds: missing, layers }: ImageReport): PullProblem[] {
  if (missing.length === 0) return [];
  const which = missing.length === layers.length ? 'its layers' : `layer ${listed(missing)}`;
  const message = `its config has no diff_ids of ${which}: containerd refuses it`;
  return [{ id: 'diff-ids', by: ['containerd'], message, fix: REBUILD }];
}

/** containerd unpacks gzip and zstd. Podman and CRI-O unpack bzip2 and xz, too. */
function otherCompressions({ layers }: ImageReport): PullProblem[] {
  const [packing] = layers.flatMap(({ notRead }) => /compressed with (\w+)/.exec(notRead ?? '')?.[1] ?? []);
  if (packing === undefined) return [];
  const message = `a layer is compressed with ${packing}: containerd unpacks only gzip and zstd`;
  const fix: Fix = { command: 'skopeo copy --dest-compress-format gzip', text: 'writes a copy that it takes' };
  return [{ id: 'compression', by: ['containerd'], message, fix }];
}
