import { firstOf } from '../../causes/cause.js';
import type { CargoPlan } from '../plan.js';
import { crateBuildScript, crateWithoutWasi } from './crates.js';
import { nothingToInclude, ownSourceForOthers, unknownFeature, wantsNightly } from './own-source.js';
import { noDownload, noTarget } from './setup.js';
import { rustTooOld } from './too-old.js';

/** Why builds of Rust fail; what explains the errors of the others comes first. */
export const rustCause = firstOf<CargoPlan>([
  noTarget,
  noDownload,
  unknownFeature,
  wantsNightly,
  rustTooOld,
  crateBuildScript,
  crateWithoutWasi,
  ownSourceForOthers,
  nothingToInclude,
]);
