import { isFailure, type Target } from '../support/target.js';

/** A reader that looks at every byte for each other three. */
export default {
  run: (input) => {
    let same = 0;
    for (const one of input)
      for (const two of input) for (const three of input) if (one === two && two === three) same++;
    return same;
  },
  expects: isFailure,
  maxBytes: 256,
} satisfies Target;
