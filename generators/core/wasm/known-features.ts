import type { Feature } from './instructions.js';

/**
 * A smallest module for each feature that some supported Node does not know, by `wasm-tools parse`. Asking Node itself
 * stays true whatever its version.
 */
const PROBES: Partial<Record<Feature, string>> = {
  // (type (struct))
  gc: '0061736d010000000103015f00',
  // (type $f (func)) (func (param (ref $f)))
  'function-references': '0061736d010000000109026000006001640000030201010a040102000b',
  // (memory i64 1)
  memory64: '0061736d010000000503010401',
  // (memory 1) (memory 1)
  multimemory: '0061736d0100000005050200010001',
  // (func return_call 0)
  'tail-call': '0061736d01000000010401600000030201000a0601040012000b',
  // (global i32 (i32.add (i32.const 1) (i32.const 2)))
  'extended-const': '0061736d010000000609017f00410141026a0b',
  // i8x16.relaxed_swizzle
  'relaxed-simd': '0061736d0100000001060160017b017b030201000a0b01090020002000fd80020b',
  // block $l try_table (catch_all $l)
  'exception-handling': '0061736d01000000010401600000030201000a0d010b0002401f400102000b0b0b',
  // try catch_all
  'legacy-exceptions': '0061736d01000000010401600000030201000a080106000640190b0b',
  // (memory 1 (pagesize 1))
  'custom-page-sizes': '0061736d01000000050401080100',
  // i64.add128
  'wide-arithmetic': '0061736d0100000001070160017e027e7e030201000a0e010c002000200020002000fc130b',
};

/** Those of the features that this Node does not know: it calls a valid module that uses one invalid. */
export function unknownHere(features: readonly Feature[]): Feature[] {
  return features.filter((feature) => {
    const probe = PROBES[feature];
    return probe !== undefined && !WebAssembly.validate(Buffer.from(probe, 'hex'));
  });
}
