import { goString } from '../escape.js';
import type { Language } from '../language.js';

/** Go compiled by TinyGo. The same sources serve standard Go, which also runs the tests. */
export const tinygo = {
  id: 'tinygo',
  title: 'TinyGo',
  files: [
    { template: 'tinygo/go.mod.ejs', path: 'go.mod' },
    { template: 'tinygo/main.go.ejs', path: 'main.go' },
    { template: 'tinygo/main_test.go.ejs', path: 'main_test.go' },
  ],
  program: 'main.go',
  string: goString,
  // Without -target a .wasm output means the browser, whose modules no WASI runtime takes.
  // No wasmOpt: TinyGo runs wasm-opt itself.
  flags: ['-target=wasip1', '-no-debug'],
  testCommand: 'go test',
  nativeBuild: 'tinygo build -target=wasip1 -no-debug -o build.wasm .',
  addDependency: 'go get MODULE',
  sign: 'go.mod or go.work',
  buildOutputs: ['*.wasm'],
  recognise: async (files) => (await import('./detect/go.js')).recogniseGo(files),
} as const satisfies Language;
