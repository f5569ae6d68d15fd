import { goString } from '../escape.js';
import type { Compiler, Language } from '../language.js';
import { wasmOpt } from '../wasm-opt.js';
import type { GoPlan } from './plan.js';
import { goSymptoms } from './symptoms.js';

/** TinyGo. It runs wasm-opt itself, so it has no flags for it. */
export const tinygo = {
  id: 'tinygo',
  title: 'TinyGo',
  // Without -target a .wasm output means the browser, whose modules no WASI runtime takes.
  flags: ['-target=wasip1', '-no-debug'],
  readme: {
    test: 'go test',
    build: 'tinygo build -target=wasip1 -no-debug -o build.wasm .',
    dependencies: 'go/dependencies.ejs',
  },
  steps: (plan) => ({ template: 'go/tinygo.ejs', view: { mainPackage: plan?.package ?? '.' } }),
  local: async () => (await import('./tinygo.js')).tinygo,
} as const satisfies Compiler<GoPlan>;

/** Standard Go: larger modules, of everything that Go compiles. */
export const standard = {
  id: 'go',
  title: 'Go',
  // A .git folder of another user, or a broken one, would stop the build.
  flags: ['-trimpath', '-buildvcs=false', '-ldflags=-s -w'],
  wasmOpt,
  readme: {
    test: 'go test',
    build: 'GOOS=wasip1 GOARCH=wasm go build -trimpath -ldflags="-s -w" -o build.wasm .',
    dependencies: 'go/dependencies.ejs',
  },
  steps: (plan) => ({ template: 'go/go.ejs', view: { mainPackage: plan?.package ?? '.' } }),
  local: async () => (await import('./go.js')).go,
} as const satisfies Compiler<GoPlan>;

/** Go: a module with one main package. The same sources serve every compiler; standard Go runs the tests. */
export const go = {
  id: 'go',
  title: 'Go',
  source: {
    string: goString,
    files: /(?:^|\/)(?:go\.(?:mod|sum|work)|[^/]+(?<!_test)\.go)$/,
    manifests: ['go.mod', 'go.work'],
    sign: 'go.mod or go.work',
    buildOutputs: ['*.wasm'],
    // go and tinygo: `./main.go:2:14: declared and not used: x`
    error: (line) => String.raw`^${line}(?:\/src\/|(?!\/))[^\s:]+\.go:\d+:\d+: `,
  },
  compilers: [tinygo, standard],
  templates: [
    {
      id: 'cli',
      title: 'a command-line program',
      files: [
        { template: 'go/cli/go.mod.ejs', path: 'go.mod' },
        { template: 'go/cli/main.go.ejs', path: 'main.go' },
        { template: 'go/cli/main_test.go.ejs', path: 'main_test.go' },
      ],
      run: { kind: 'greeting', entry: 'main.go' },
    },
  ],
  selects: [{ key: 'package', placeholder: 'NAME', help: 'the folder of the main package, ./cmd/NAME' }],
  symptoms: goSymptoms,
  detect: async () => (await import('./detect.js')).detector,
} as const satisfies Language<GoPlan>;
