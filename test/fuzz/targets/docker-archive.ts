import { bytesOf } from '../../../generators/core/bytes/bytes.js';
import { readImage } from '../../../generators/core/oci/oci.js';
import { archiveFiles } from '../../../generators/core/oci/read-layout.js';
import { printed } from '../support/inspected.js';
import { layoutOf } from '../support/layout.js';
import { partsOf } from '../support/parts.js';
import { tarOf } from '../support/tar-bytes.js';
import { isUnreadable, type Target } from '../support/target.js';

/** Archives of `docker save`: manifest.json, configs, layers as tar archives in a tar archive. */
export default {
  run: async (input) => {
    const archive = tarOf(layoutOf(partsOf(input)));
    const image = await readImage(await archiveFiles(bytesOf(archive)));
    printed({ image, ...(image.module && { file: image.module }) }, input.length);
  },
  expects: isUnreadable,
  maxBytes: 32 * 1024,
  words: ['"@diff:layer.tar@"', 'manifest.json', 'RepoTags'],
} satisfies Target;
