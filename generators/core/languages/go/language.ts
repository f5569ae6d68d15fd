import { goString } from '../escape.js';
import type { Compiler, Language } from '../language.js';
import { passedOn } from '../passed-on.js';
import { SERVICE } from '../service.js';
import { wasmOpt } from '../wasm-opt.js';
import { buildTags, goLinkWords, linkFlags } from './build-options.js';
import type { GoPlan } from './plan.js';
import { goSymptoms } from './symptoms.js';

// Without -target a .wasm output means the browser, whose modules no WASI runtime takes.
const TINYGO_FLAGS = ['-target=wasip1', '-no-debug'] as const;
// A .git folder of another user, or a broken one, would stop the build.
const GO_FLAGS = ['-trimpath', '-buildvcs=false'] as const;
const GO_LINK = '-s -w';

// The adapter of a component keeps its state in pages that it adds to the memory, and both runtimes take those for their
// heap. Source: fastly/Viceroy #491 and #498; jco's own component of Go 1.26's hello traps, too.
const WHOLE_MEMORY =
  'runtime takes all memory for its own, and writes over the state of the adapter for WASI preview 1.';

// Debian has no TinyGo: Podman compiles with its image.
const goDevcontainer = { packages: ['golang-go', 'gcc', 'libc6-dev'], extensions: ['golang.go'] } as const;

/** What `tinygo build` is given for a program. Its help has tags parted by spaces. */
export function tinygoFlags({ tags = [], ldflags = [] }: Partial<GoPlan> = {}): string[] {
  return [
    ...TINYGO_FLAGS,
    ...(tags.length > 0 ? [`-tags=${tags.join(' ')}`] : []),
    ...(ldflags.length > 0 ? [`-ldflags=${linkFlags(ldflags)}`] : []),
  ];
}

/** What `go build` is given for a program. */
export function goFlags({ tags = [], ldflags = [] }: Partial<GoPlan> = {}, link: string = GO_LINK): string[] {
  const links = [link, linkFlags(ldflags)].filter(Boolean).join(' ');
  return [...GO_FLAGS, ...(tags.length > 0 ? [`-tags=${tags.join(',')}`] : []), `-ldflags=${links}`];
}

/** The same for a module to be debugged: with the names of its functions, which is all that Go has for WebAssembly. */
export function goDebugFlags(plan?: Partial<GoPlan>): string[] {
  return goFlags(plan, '');
}

function viewOf(plan: GoPlan | undefined, flags: readonly string[]) {
  return { mainPackage: plan?.package ?? '.', flags, goflags: plan?.environment?.GOFLAGS };
}

/** TinyGo. It runs wasm-opt itself, so it has no flags for it. */
export const tinygo = {
  id: 'tinygo',
  title: 'TinyGo',
  flags: TINYGO_FLAGS,
  readme: {
    test: 'go test',
    build: 'tinygo build -target=wasip1 -no-debug -o build.wasm .',
    dependencies: 'go/dependencies.ejs',
  },
  devcontainer: goDevcontainer,
  steps: (plan) => ({ template: 'go/tinygo.ejs', view: viewOf(plan, tinygoFlags(plan)) }),
  packages: async () => (await import('./tinygo-packages.js')).tinygoPackageSource,
  local: async () => (await import('./tinygo.js')).tinygo,
  noComponent: {
    why: `TinyGo's ${WHOLE_MEMORY}`,
    fix: { command: 'tinygo build -target=wasip2', text: 'makes a component' },
  },
  // tinygo-org/tinygo #2704
  lacks: { http: 'TinyGo cannot compile a server of net/http' },
} as const satisfies Compiler<GoPlan>;

/** Standard Go: larger modules, of everything that Go compiles. */
export const standard = {
  id: 'go',
  title: 'Go',
  flags: [...GO_FLAGS, `-ldflags=${GO_LINK}`],
  wasmOpt,
  readme: {
    test: 'go test',
    build: 'GOOS=wasip1 GOARCH=wasm go build -trimpath -ldflags="-s -w" -o build.wasm .',
    dependencies: 'go/dependencies.ejs',
  },
  devcontainer: goDevcontainer,
  steps: (plan) => {
    const debugLink = goDebugFlags(plan).filter((flag) => flag.startsWith('-ldflags='));
    return { template: 'go/go.ejs', view: { ...viewOf(plan, goFlags(plan)), debugLink } };
  },
  packages: async () => (await import('./build-info.js')).goPackageSource,
  local: async () => (await import('./go.js')).go,
  noComponent: { why: `Go's ${WHOLE_MEMORY}`, fix: { text: 'Write the module as an artifact: --artifact.' } },
} as const satisfies Compiler<GoPlan>;

/** Go: a module with one main package. The same sources serve every compiler; standard Go runs the tests. */
export const go = {
  id: 'go',
  title: 'Go',
  source: {
    string: goString,
    files: /(?:^|\/)(?:go\.(?:mod|sum|work)|[^/]+(?<!_test)\.go|[^/]+_wasip1\.s)$/,
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
      tests: {
        go: { steps: 'go/tests.ejs', fails: /^FAIL$/m },
        tinygo: { steps: 'go/tinygo-tests.ejs', fails: /^FAIL$/m },
      },
      run: { kind: 'greeting', entry: 'main.go' },
    },
    {
      id: 'http',
      title: 'an HTTP service',
      files: [
        'go.mod',
        ...['main.go', 'routes.go', 'server.go', 'net_wasip1.go', 'net_other.go', 'trap_wasip1.s', 'main_test.go'],
      ].map((path) => ({ template: `go/http/${path}.ejs`, path })),
      tests: { go: { steps: 'go/tests.ejs', fails: /^FAIL$/m } },
      run: { kind: 'http', entry: 'routes.go', ...SERVICE, connections: 256 },
    },
  ],
  selects: [
    { key: 'package', placeholder: 'NAME', help: 'the folder of the main package, ./cmd/NAME' },
    { ...passedOn.ldflags, check: goLinkWords },
    { key: 'tags', group: 'build', placeholder: 'LIST', help: 'build tags', check: buildTags },
    passedOn.buildEnv,
    passedOn.in,
  ],
  symptoms: goSymptoms,
  cause: async (failed) => (await import('./causes/go-causes.js')).goCause(failed),
  detect: async () => (await import('./detect.js')).detector,
} as const satisfies Language<GoPlan>;
