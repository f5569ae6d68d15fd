import { readWasm } from '../../../generators/core/wasm/wasm.js';
import { printed } from '../support/inspected.js';
import type { Target } from '../support/target.js';
import { withSizes } from '../support/wasm-sizes.js';

/** Components: nested ones, imports and exports in all their forms. */
export default {
  run: async (input) => {
    const bytes = withSizes(input);
    printed({ file: await readWasm(bytes) }, bytes.length);
  },
  expects: () => false,
  maxBytes: 16 * 1024,
  words: ['\0asm\x0d\0\x01\0', 'wasi:cli/run@0.2.0', 'wasi:http/incoming-handler@0.2.0', 'component-name', 'producers'],
} satisfies Target;
