import { isFailure, type Target } from '../support/target.js';

/** A reader that keeps what an input claims to hold. */
export default {
  run: (input) => {
    if (input.length < 4) return undefined;
    // A list of small objects: where one large array cannot grow, V8 ends the whole process and not only the thread.
    let kept: object = {};
    for (let left = input.length * 1e7; left > 0; left--) kept = { left, kept };
    return kept;
  },
  expects: isFailure,
  maxBytes: 64,
} satisfies Target;
