import { isFailure, type Target } from '../support/target.js';

/** A reader that waits for more where an input has eight bytes. */
export default {
  run: (input) => {
    for (let at = 0; at < input.length; ) if (input.length !== 8) at++;
  },
  expects: isFailure,
  maxBytes: 64,
} satisfies Target;
