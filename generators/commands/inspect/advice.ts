import type { Fix } from '../../core/failure.js';
import type { RuleId } from '../../core/policy/rule.js';

/** Something that could be better. */
export interface Advice {
  /** Stable, for scripts. */
  id: RuleId | 'aot' | 'artifact' | 'debug' | 'modules' | 'portability';
  message: string;
  fix: Fix;
  /** Bytes of the module that go away with it. */
  saves?: number;
  /** True when the image does not run as a wasi/wasm image as it is. */
  hinders?: boolean;
}
