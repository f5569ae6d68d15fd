import { recogniseCpp } from '../c/detect/c.js';
import { detector as cDetector } from '../c/detect.js';
import type { CPlan } from '../c/plan.js';
import type { Detector } from '../language.js';

/** C++ projects that CMake, make, or only a compiler builds. C's detector reads what their files include. */
export const detector: Detector<CPlan> = { recognise: recogniseCpp, embeds: cDetector.embeds };
