import { isFailure, type Target } from '../support/target.js';

/** A reader with an error that is three comparisons deep: by chance it would take sixteen million inputs. */
export default {
  run: (input) => {
    if (input[0] === 0xf1) {
      if (input[1] === 0x42) {
        if (input[2] === 0x99) throw new RangeError('planted');
      }
    }
  },
  expects: isFailure,
  maxBytes: 64,
} satisfies Target;
