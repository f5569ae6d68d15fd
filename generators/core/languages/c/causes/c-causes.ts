import { firstOf } from '../../causes/cause.js';
import type { CPlan } from '../plan.js';
import {
  cmakeTooOld,
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
  noHelperScripts,
  noSubmodule,
  oldConfigSub,
  runsBuilt,
  runsTests,
  unknownOption,
} from './configure-causes.js';
import { cppExceptions, cppThreads } from './cpp-causes.js';
import { definedByBuild, notIncluded } from './include-causes.js';
import { emulated, glibcMacro, missingConstant, missingInLibc, setjmp } from './libc-causes.js';

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
  noHelperScripts,
  configuredLibrary,
  autoreconfFails,
  mesonRefuses,
  configureRefuses,
  gnulibConstant,
  setjmp,
  emulated,
  missingInLibc,
  glibcMacro,
  notIncluded,
  definedByBuild,
  missingConstant,
  cppThreads,
  cppExceptions,
  cRefusal,
  otherProcessor,
  noHeader,
  notDefined,
  noMakeRule,
]);
