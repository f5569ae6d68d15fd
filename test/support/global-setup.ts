import { findTools } from '../../scripts/set-up.mjs';

/** Puts what this machine lacks of the programs that tests start on the PATH that they inherit: last, after its own. */
export default function setup(): void {
  process.env.PATH = findTools();
}
