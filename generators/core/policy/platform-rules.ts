import type { Fix } from '../failure.js';
import { isWasm, platformText } from '../oci/manifests.js';
import { lastStage } from './last-stage.js';
import type { Rule } from './rule.js';

/** What the image is for. */
export const platformRules: readonly Rule[] = [
  {
    id: 'platform',
    build: 'refuse',
    inspect: 'hinder',
    cached: true,
    check(image) {
      if (isWasm(image)) return undefined;
      const fix: Fix = {
        text: 'Build it with --no-cache --platform=wasi/wasm: Podman before 5.6 reuses layers of a build without --platform.',
      };
      return { message: `the image is for ${platformText(image)}, not wasi/wasm`, fix };
    },
  },
  {
    id: 'variant',
    build: 'refuse',
    inspect: 'hinder',
    cached: true,
    check(image) {
      // Of an image for another platform, the variant is that platform's.
      if (image.variant === undefined || !isWasm(image)) return undefined;
      const message = `the image's platform has the variant "${image.variant}", so that podman run --platform wasi/wasm does not find it`;
      const fix: Fix = {
        text: `End the Containerfile in ${lastStage.from}, and build it once with --no-cache: without the constant, Podman before 5.6 writes the variant of an arm64 builder into the image.`,
      };
      return { message, fix };
    },
  },
];
