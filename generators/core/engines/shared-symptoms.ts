import type { Fix } from '../failure.js';
import { languages } from '../languages/languages.js';
import { errorInSource } from '../languages/source-errors.js';
import { installLines, wasmedgeFromUpstream } from '../system/install.js';
import { type Speaker, STEP_FAILED, type Symptom } from './known-errors.js';
import { pushSymptoms, SOME_REGISTRY } from './push-symptoms.js';

/** The disk of the engine's store is full. */
export function diskFull(fix: Symptom['fix']): Symptom {
  return {
    id: 'disk-full',
    shows: /no space left on device|ENOSPC|disk quota exceeded/i,
    means: 'The disk that holds the container store is full.',
    fix,
  };
}

/** What shows where the store is on this system's own disk. */
export function takenSpace({ program }: Speaker): Fix[] {
  return [
    { command: `${program} system df`, text: 'shows what takes the space' },
    { command: `${program} system prune`, text: 'removes what no container uses' },
  ];
}

/** The known errors of what every engine uses: crun, registries, compilers. */
export const sharedSymptoms: readonly Symptom[] = [
  {
    id: 'broken-wasmedge',
    shows: /could not load `?libwasmedge\.so\.0`?.*libLLVM/,
    means: "crun-wasm is installed, but the system's libwasmedge0 is broken (Ubuntu 24.04's misses an LLVM symbol).",
    fix: () => wasmedgeFromUpstream(),
  },
  {
    id: 'no-wasmedge',
    shows: /could not load `?libwasmedge\.so\.0`?/,
    means: 'crun-wasm is installed, but the WasmEdge library that it runs modules with is not.',
    fix: (system) => installLines('wasmedge', system),
  },
  {
    id: 'wrong-base-platform',
    when: ['build'],
    outsideSteps: true,
    shows: /no image found in (?:image index|manifest list).*(?:wasi|wasm)|no match for platform in manifest/i,
    means: 'A builder stage was pulled for wasi/wasm: its FROM lacks --platform=$BUILDPLATFORM.',
    fix: () => [{ text: 'Write FROM --platform=$BUILDPLATFORM … AS builder in the Containerfile.' }],
  },
  {
    id: 'registry',
    when: ['build'],
    outsideSteps: true,
    shows:
      /(?:initializing source|pinging container registry|error pinging|unable to copy from source|dial tcp|Get "https?:).*(?:connection refused|no such host|i\/o timeout|network is unreachable|TLS handshake|no route to host|server misbehaving|EOF|connection reset|context deadline exceeded)/i,
    means: 'A registry that holds the builder image cannot be reached.',
    fix: (_system, speaker) => [
      { text: 'Check the network, and HTTPS_PROXY where there is a proxy.' },
      { text: `Use a builder image from a registry you reach: ${speaker.build} --build-arg BUILDER_IMAGE=REF …` },
    ],
  },
  {
    id: 'builder-image',
    when: ['build'],
    outsideSteps: true,
    shows:
      /manifest unknown|failed to resolve source metadata for .*: not found|repository does not exist|requested access to the resource is denied|unauthorized: |name unknown|reading manifest \S+ in \S+: (?:authentication required|StatusCode: 40[13])|unexpected status from (?:HEAD|GET) request to \S+: 40[13]/i,
    means: 'The registry answers, but denies access to the builder image.',
    fix: (_system, speaker, _output, registry = SOME_REGISTRY) => [
      { command: `${speaker.program} login ${registry}`, text: 'where it asks for an account' },
      { text: `Use another builder image: ${speaker.build} --build-arg BUILDER_IMAGE=REF …` },
    ],
  },
  {
    id: 'run-after-scratch',
    when: ['build'],
    // crun: "executable file `/bin/sh` not found"; runc: `exec: "/bin/sh": stat /bin/sh: no such file or directory`. A shell
    // that misses a program says "/bin/sh: 1: cmake: not found".
    shows: /executable file `\/bin\/sh` not found|exec: "?\/bin\/sh"?: (?:stat|no such file)/i,
    means: 'A RUN comes after FROM scratch, where there is no shell.',
    fix: () => [{ text: 'Move the RUN into the builder stage.' }],
  },
  {
    id: 'old-target',
    when: ['build'],
    shows:
      // A name in quotes: configure of a C project has --host=wasm32-wasi.
      /[`'"]wasm32-wasi[`'"].*(?:may not be installed|not supported|unknown|no such|could not find|does not support)|(?:unknown|could not find|does not support).*[`'"]wasm32-wasi[`'"]/i,
    means: 'The target wasm32-wasi is gone (Rust 1.84); its name is wasm32-wasip1.',
    fix: () => [{ text: 'Replace wasm32-wasi by wasm32-wasip1 in the project.' }],
  },
  {
    id: 'component',
    when: ['run'],
    shows: /requires enabling Component Model|given a WebAssembly component|component model/i,
    means: 'The image holds a component (wasip2), which crun does not run.',
    fix: () => [{ text: 'Build it for the target wasm32-wasip1.' }],
  },
  {
    // WasmEdge up to 0.16 says so on the program's stdout; it then interprets the module.
    id: 'aot-version',
    when: ['run'],
    shows: /AOT (?:binary version|OS type|arch type) unmatched|AOT section -- /i,
    means:
      "Another version or architecture of WasmEdge compiled the module: this one interprets it, and prints that on the program's stdout.",
    fix: (_system, speaker) => [
      {
        text: `Take the compiler from an image with the same WasmEdge: ${speaker.build} --build-arg TOOLS_IMAGE=REF …`,
      },
      {
        command: 'create-wasm-oci update --no-aot',
        text: 'in the project removes native code, and keeps your changes',
      },
    ],
  },
  {
    id: 'exec-format',
    when: ['run'],
    shows: /exec format error|exists but it is not executable/i,
    means: 'crun-wasm has no WebAssembly handler, or the image is not wasi/wasm.',
    fix: (system) => [
      { command: 'crun-wasm --version', text: 'must list +WASM:' },
      ...installLines('crun-wasm', system),
    ],
  },
  ...languages.flatMap((language) => language.symptoms),
  {
    id: 'source',
    when: ['build'],
    step: true,
    shows: errorInSource,
    means: 'The compiler found an error in the source.',
    fix: () => [{ text: 'Fix the source, then repeat the build.' }],
  },
  {
    id: 'step',
    when: ['build'],
    step: true,
    shows: STEP_FAILED,
    means: 'A command of the builder stage failed.',
    fix: () => [
      { text: 'The lines above name the cause; the command is in the Containerfile, in the step that they name.' },
    ],
  },
  ...pushSymptoms,
];
