import type { ImageReport } from '../oci/oci.js';
import { contentRules } from './content-rules.js';
import { hollowRule } from './hollow-rule.js';
import { platformRules } from './platform-rules.js';
import { programRules } from './program-rules.js';
import type { Rule, Violation } from './rule.js';
import { settingRules } from './setting-rules.js';

/** What a wasi/wasm image is: the one table, for the check after a build and for inspect. The grave ones come first. */
export const rules: readonly Rule[] = [...platformRules, ...programRules, hollowRule, ...contentRules, ...settingRules];

/** The rules that an image breaks, in their order. */
export function violationsOf(image: ImageReport): Violation[] {
  return rules.flatMap((rule) => {
    const problem = rule.check(image);
    return problem ? [{ rule, ...problem }] : [];
  });
}
