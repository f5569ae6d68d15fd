import { firstOf } from '../../causes/cause.js';
import type { GoPlan } from '../plan.js';
import { libraryForTinygo, moduleWithoutWasi, noFilesForWasi } from './modules.js';
import { ownSourceForOthers } from './own-source.js';
import { goTooOld, modulesBehind, noDownload, nothingToEmbed } from './setup.js';

/** Why builds of Go fail; what explains the errors of the others comes first. */
export const goCause = firstOf<GoPlan>([
  goTooOld,
  modulesBehind,
  nothingToEmbed,
  noDownload,
  noFilesForWasi,
  moduleWithoutWasi,
  ownSourceForOthers,
  libraryForTinygo,
]);
