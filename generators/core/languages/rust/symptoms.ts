import type { Symptom } from '../../engines/known-errors.js';

/** How builds of Rust fail. */
export const rustSymptoms: readonly Symptom[] = [
  {
    id: 'old-lock-file',
    when: ['build'],
    shows: /lock file \S+ needs to be updated but --locked was passed/,
    means: 'Cargo.lock is out of date with Cargo.toml.',
    fix: () => [{ command: 'cargo update --workspace', text: 'brings it up to date; commit it' }],
  },
  {
    id: 'no-cmake',
    when: ['build'],
    shows: /is `cmake` not installed\?/,
    means: 'A crate is built by CMake, which the builder image does not have.',
    fix: () => [
      { text: 'Disable the feature that needs it: --no-default-features, --features LIST' },
      { text: 'Or use a builder image with cmake and make: --build-arg BUILDER_IMAGE=REF' },
    ],
  },
  {
    id: 'c-in-a-crate',
    when: ['build'],
    shows: /error occurred in cc-rs:|failed to find tool "clang"/,
    means: 'A crate compiles C, and that failed.',
    fix: () => [
      {
        text: 'Disable the feature that needs it (an allocator, a TLS library): --no-default-features, --features LIST',
      },
      {
        command: 'create-wasm-oci containerfile --force',
        text: 'where the Containerfile has no WASI_SDK_IMAGE: writes one that brings a C compiler for WebAssembly',
      },
    ],
  },
];
