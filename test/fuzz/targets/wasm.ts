import { readWasm } from '../../../generators/core/wasm/wasm.js';
import { printed } from '../support/inspected.js';
import type { Target } from '../support/target.js';
import { withSizes } from '../support/wasm-sizes.js';

/** Modules: sections, names, types, instructions, custom sections; then everything that is printed of them. */
export default {
  run: async (input) => {
    const bytes = withSizes(input);
    printed({ file: await readWasm(bytes) }, bytes.length);
  },
  // A file that is not WebAssembly is a result.
  expects: () => false,
  maxBytes: 16 * 1024,
  words: ['\0asm\x01\0\0\0', 'target_features', 'producers', 'wasmedge', 'name', 'wasi_snapshot_preview1', '_start'],
} satisfies Target;
