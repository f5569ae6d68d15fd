import type { Fix } from '../../failure.js';
import { installLines } from '../../system/install.js';
import type { System } from '../../system/system.js';
import { buildKilled, serviceGone } from '../interrupted-symptoms.js';
import type { KnownErrors, Symptom } from '../known-errors.js';
import { diskFull, sharedSymptoms } from '../shared-symptoms.js';
import { nerdctl } from './info.js';

/** What installs BuildKit and what else nerdctl uses. Source: nerdctl, README.md (Install): the full package has all of it. */
const FULL_PACKAGE: Fix = { text: 'Install the package "full" of nerdctl: github.com/containerd/nerdctl/releases' };

/** What nerdctl says where it has no BuildKit: checks.ts and engine.ts look for it, too. */
export const noBuildKit: Symptom = {
  id: 'no-buildkit',
  shows: /no buildkit host is available|`buildctl` needs to be installed/i,
  means: 'nerdctl builds with BuildKit, which does not run here: buildctl is missing, or buildkitd is not running.',
  fix: () => [
    { command: 'sudo systemctl start buildkit' },
    { command: 'containerd-rootless-setuptool.sh install-buildkit', text: '(for a containerd without root)' },
    FULL_PACKAGE,
  ],
};

/** Errors of nerdctl itself. The words are those of nerdctl 2.2. */
const nerdctlSymptoms: readonly Symptom[] = [
  {
    id: 'containerd-permission',
    shows: /cannot access containerd socket .*permission denied/,
    means: 'containerd is installed, but you have no permission to use its socket.',
    fix: () => [
      { text: 'Run it as root (sudo), or set up a containerd of your own:' },
      { command: 'containerd-rootless-setuptool.sh install' },
    ],
  },
  {
    id: 'containerd-stopped',
    shows: /cannot access containerd socket|rootless containerd not running/,
    means: 'containerd cannot be reached: it is not running, or nerdctl looks elsewhere (CONTAINERD_ADDRESS).',
    fix: (system) => startContainerd(system),
  },
  noBuildKit,
  {
    // runwasi's shims run nerdctl's hook for the network in a way that fails: nerdctl #4074.
    id: 'wasm-shim-hook',
    when: ['run'],
    shows: /hook command exited with non-zero exit code/,
    means: "nerdctl's network hook fails in runwasi's shims (containerd/nerdctl #4074).",
    fix: (system) => [
      { text: 'Run it through crun: nerdctl run --runtime crun-wasm …' },
      ...installLines('crun-wasm', system),
    ],
  },
  diskFull(() => [{ command: 'nerdctl system prune', text: 'removes what no container uses' }]),
  serviceGone(startContainerd),
  buildKilled(() => []),
];

function startContainerd({ platform }: System): Fix[] {
  if (platform !== 'linux')
    return [{ text: 'Start the virtual machine that containerd runs in (Lima, Rancher Desktop).' }];
  return [
    { command: 'sudo systemctl start containerd' },
    { command: 'containerd-rootless-setuptool.sh install', text: '(for a containerd without root)' },
  ];
}

/** How nerdctl fails. */
export const nerdctlErrors: KnownErrors = {
  title: nerdctl.title,
  program: nerdctl.program,
  build: 'nerdctl build --platform wasi/wasm',
  install: () => [FULL_PACKAGE],
  // Source: nerdctl, docs/registry.md.
  allowPlainHttp: (registry) => ({
    command: 'nerdctl --insecure-registry …',
    text: `takes HTTP for ${registry}, where HTTPS fails`,
  }),
  symptoms: [...nerdctlSymptoms, ...sharedSymptoms],
};
