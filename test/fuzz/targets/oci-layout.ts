import { bytesOf } from '../../../generators/core/bytes/bytes.js';
import { readImage } from '../../../generators/core/oci/oci.js';
import { layoutFiles } from '../../../generators/core/oci/read-layout.js';
import { printed } from '../support/inspected.js';
import { layoutOf } from '../support/layout.js';
import { partsOf } from '../support/parts.js';
import { isUnreadable, type Target } from '../support/target.js';

/** OCI layouts: indexes, manifests, configs, layers. The part `name` is what `--image` names. */
export default {
  run: async (input) => {
    const parts = partsOf(input);
    const files = layoutOf(parts);
    const file = async (path: string) => {
      const contents = files.get(path);
      return contents && bytesOf(contents);
    };
    const name = parts.get('name')?.toString();
    const image = await readImage(layoutFiles(file), name);
    printed({ image, ...(image.module && { file: image.module }) }, input.length);
  },
  expects: isUnreadable,
  maxBytes: 32 * 1024,
  words: ['"@digest:manifest@"', '@size:manifest@', '"@diff:layer.tar@"', 'application/vnd.oci.image.index.v1+json'],
} satisfies Target;
