import { firstOf } from '../../causes/cause.js';
import type { GoPlan } from '../plan.js';
import { libraryForTinygo, moduleWithoutWasi, noFilesForWasi } from './modules.js';
import { goSourceForOthers } from './own-source.js';
import { goDownload, goTooOld, modulesBehind, nothingToEmbed, vendorIncomplete } from './setup.js';

/** Why builds of Go fail; what explains the errors of the others comes first. */
export const goCause = firstOf<GoPlan>([
  goTooOld,
  vendorIncomplete,
  modulesBehind,
  nothingToEmbed,
  goDownload,
  noFilesForWasi,
  moduleWithoutWasi,
  goSourceForOthers,
  libraryForTinygo,
]);
