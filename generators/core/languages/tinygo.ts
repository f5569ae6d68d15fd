import { goString } from './escape.js';
import type { Language } from './language.js';
import { recogniseGo } from './recognise/go.js';

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
  flags: ['-target=wasip1', '-no-debug'],
  testCommand: 'go test',
  nativeBuild: 'tinygo build -target=wasip1 -no-debug -o build.wasm .',
  leavings: ['*.wasm'],
  recognise: recogniseGo,
} as const satisfies Language;
