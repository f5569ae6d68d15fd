import type { Fix } from '../failure.js';
import type { ImageReport } from '../oci/oci.js';
import { verdictsOn } from '../wasm/runtimes.js';

/** What a team asks of its images, beyond being wasi/wasm images. */
export interface Requirements {
  /** Every runtime of the table takes the module as it is, as `inspect --require portable` has it. */
  portable?: boolean;
  /** Bytes of manifest, config and layer as stored: what a pull transfers. */
  'max-image-bytes'?: number;
  /** Bytes of the module, uncompressed. */
  'max-module-bytes'?: number;
  /** Labels that the image has, with a value. */
  labels?: readonly string[];
  /** What image references begin with, one of these. */
  'image-prefix'?: readonly string[];
  /** A build writes an SBOM. */
  sbom?: boolean;
  /** The engines that may build. */
  engines?: readonly string[];
}

/** A requirement that an image does not meet. */
export interface Unmet {
  /** The requirement's key: stable, for scripts. */
  id: keyof Requirements;
  message: string;
  fix: Fix;
}

/** Holds a built image against what a team requires. An empty list means that all of it is met. */
export function unmetBy(image: ImageReport, required: Requirements): Unmet[] {
  const unmet: Unmet[] = [];
  const largestImage = required['max-image-bytes'];
  if (largestImage !== undefined && image.bytes > largestImage) {
    const message = `the image has ${count(image.bytes)} bytes, more than the ${count(largestImage)} allowed`;
    unmet.push({ id: 'max-image-bytes', message, fix: SMALLER });
  }
  const module = image.module?.kind === 'module' ? image.module : undefined;
  const largestModule = required['max-module-bytes'];
  if (largestModule !== undefined && module && module.bytes > largestModule) {
    const message = `the module has ${count(module.bytes)} bytes, more than the ${count(largestModule)} allowed`;
    unmet.push({ id: 'max-module-bytes', message, fix: SMALLER });
  }
  const unsure = required.portable && module ? verdictsOn(module).filter(({ takes }) => takes !== 'yes') : [];
  if (unsure.length > 0) {
    const means = new Set(unsure.flatMap(({ because }) => because.map((need) => need.means)));
    const message = `the module is not portable (${unsure.map(({ name }) => name).join(', ')}): ${[...means].join('; ')}`;
    unmet.push({
      id: 'portable',
      message,
      fix: { text: 'create-wasm-oci inspect shows which imports and features of the image these are.' },
    });
  }
  for (const key of required.labels ?? []) {
    if (image.labels[key]) continue;
    const fix: Fix = { text: `Add LABEL ${key}=… to the last stage of the Containerfile.` };
    unmet.push({ id: 'labels', message: `the image has no label ${key}`, fix });
  }
  return unmet;
}

const SMALLER: Fix = { text: 'Build for size: strip debug information, and remove unused code.' };

function count(bytes: number): string {
  return bytes.toLocaleString('en-US');
}
