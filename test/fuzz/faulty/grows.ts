import { isFailure, type Target } from '../support/target.js';

/** A reader that keeps what an input claims to hold. */
export default {
  run: (input) => {
    if (input.length < 4) return;
    const kept = [];
    for (let left = input.length * 1e7; left > 0; left--) kept.push({ left });
  },
  expects: isFailure,
  maxBytes: 64,
} satisfies Target;
