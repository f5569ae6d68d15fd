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
import { cmakeStops, nameOfLibc, undefinedAttribute } from './declaration-causes.js';
import { definedByBuild, notIncluded } from './include-causes.js';
import { emulated, glibcMacro, missingConstant, missingInLibc, setjmp } from './libc-causes.js';
import { oldC, withOldC } from './old-c-causes.js';

/** What explains the errors of the others comes first. */
const ofC = firstOf<CPlan>([
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
  nameOfLibc,
  undefinedAttribute,
  oldC,
  cppThreads,
  cppExceptions,
  cRefusal,
  otherProcessor,
  noHeader,
  notDefined,
  noMakeRule,
  cmakeStops,
]);

/** Why builds of C and C++ fail. */
export const cCause = withOldC(ofC);
