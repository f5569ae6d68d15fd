import { firstOf } from '../../causes/cause.js';
import type { CPlan } from '../plan.js';
import {
  cmakeTooOld,
  cppThreads,
  cRefusal,
  noHeader,
  noLibrary,
  noMakeRule,
  noSource,
  notDefined,
  otherProcessor,
} from './build-causes.js';
import {
  autoreconfFails,
  compilesNothing,
  configuredLibrary,
  configureRefuses,
  gnulibConstant,
  mesonRefuses,
  noSubmodule,
  oldConfigSub,
  runsBuilt,
  runsTests,
  unknownOption,
} from './configure-causes.js';
import { emulated, missingConstant, missingInLibc, setjmp } from './libc-causes.js';

/** Why builds of C and C++ fail; what explains the errors of the others comes first. */
export const cCause = firstOf<CPlan>([
  cmakeTooOld,
  noSource,
  noLibrary,
  oldConfigSub,
  noSubmodule,
  compilesNothing,
  runsTests,
  runsBuilt,
  unknownOption,
  configuredLibrary,
  autoreconfFails,
  mesonRefuses,
  configureRefuses,
  gnulibConstant,
  setjmp,
  emulated,
  missingInLibc,
  missingConstant,
  cppThreads,
  cRefusal,
  otherProcessor,
  noHeader,
  notDefined,
  noMakeRule,
]);
