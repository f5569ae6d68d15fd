import { firstOf } from '../../causes/cause.js';
import type { CargoPlan } from '../plan.js';
import { crateBuildScript, crateWithoutWasi } from './crates.js';
import { nothingToInclude, rustSourceForOthers, unknownFeature, wantsNightly } from './own-source.js';
import { cargoDownload, noTarget } from './setup.js';
import { rustTooOld } from './too-old.js';

/** Why builds of Rust fail; what explains the errors of the others comes first. */
export const rustCause = firstOf<CargoPlan>([
  noTarget,
  cargoDownload,
  unknownFeature,
  wantsNightly,
  rustTooOld,
  crateBuildScript,
  crateWithoutWasi,
  rustSourceForOthers,
  nothingToInclude,
]);
