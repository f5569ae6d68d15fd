import { describe, expect, it } from 'vitest';
import type { CheckResult, Examination } from '../../../generators/commands/doctor/examine.js';
import { doctorDocument, doctorText } from '../../../generators/commands/doctor/report.js';
import { summaryOf } from '../../../generators/commands/doctor/summary.js';
import type { Fix } from '../../../generators/core/failure.js';
import { packageVersion } from '../../../generators/core/system/package-root.js';

const result = (id: string, state: CheckResult['state'], found: string, fix: Fix[] = []): CheckResult => ({
  id,
  part: id.startsWith('docker') ? 'docker' : id.startsWith('podman') || id === 'crun-wasm' ? 'podman' : 'embedded',
  state,
  found,
  why: 'It matters.',
  fix,
});

const broken: Examination = {
  ok: false,
  engines: [{ id: 'podman', works: false }],
  results: [
    result('podman', 'ok', 'Podman 5.6.0 is installed'),
    result('crun-wasm', 'problem', 'Podman finds no crun-wasm', [{ command: 'sudo dnf install crun-wasm' }]),
    {
      ...result('podman-probe', 'problem', 'it failed', [{ command: 'sudo dnf install crun-wasm' }]),
      output: ['Error: no'],
    },
    result('podman-images', 'skipped', '--offline'),
  ],
};
const surroundings = {
  system: { platform: 'linux', distribution: ['fedora'], version: '42', name: 'Fedora Linux 42' },
  node: '24.1.0',
  offline: true,
} as const;

describe('the report', () => {
  it('groups, tells why it matters where something is wrong, and a fix once', () => {
    expect(
      doctorText(broken, surroundings),
    ).toBe(`create-wasm-oci ${packageVersion} on Fedora Linux 42, ${process.arch}, Node 24.1.0

Podman
  ok       podman         Podman 5.6.0 is installed
  problem  crun-wasm      Podman finds no crun-wasm
           why: It matters.
           fix: sudo dnf install crun-wasm
  problem  podman-probe   it failed
           | Error: no
           why: It matters.
           fix: as above
  skipped  podman-images  --offline

Building and running does not work here yet; do this first: sudo dnf install crun-wasm
`);
  });

  it('is one JSON document for scripts', () => {
    expect(doctorDocument(broken, surroundings, 'podman')).toMatchObject({
      ok: false,
      summary: expect.stringContaining('sudo dnf install crun-wasm'),
      version: packageVersion,
      system: { platform: 'linux', distribution: ['fedora'], version: '42', wsl: false, node: '24.1.0' },
      engine: 'podman',
      offline: true,
      engines: [{ id: 'podman', works: false }],
      checks: [
        {
          id: 'podman',
          engine: 'podman',
          state: 'ok',
          found: 'Podman 5.6.0 is installed',
          why: 'It matters.',
          fix: [],
        },
        { id: 'crun-wasm', fix: [{ command: 'sudo dnf install crun-wasm' }] },
        { id: 'podman-probe', output: ['Error: no'] },
        { id: 'podman-images', state: 'skipped' },
      ],
    });
  });
});

describe('the summary', () => {
  const of = (works: Record<'podman' | 'docker' | 'embedded', boolean>, results: CheckResult[]) =>
    summaryOf({
      ok: Object.values(works).includes(true),
      engines: (['podman', 'docker', 'embedded'] as const).map((id) => ({ id, works: works[id] })),
      results,
    });
  const compilers = [result('toolchain-c', 'ok', 'clang'), result('toolchain-rust', 'ok', 'cargo')];

  it.each<[string, Record<'podman' | 'docker' | 'embedded', boolean>, CheckResult[], string]>([
    [
      'everything',
      { podman: true, docker: true, embedded: true },
      compilers,
      'Building and running works with Podman, Docker and also without a container engine (Rust and C); nothing to do.',
    ],
    [
      'a broken Docker beside Podman',
      { podman: true, docker: false, embedded: false },
      [result('docker-service', 'problem', 'no daemon', [{ command: 'sudo systemctl start docker' }])],
      'Building and running works with Podman; to use Docker, too, do this first: sudo systemctl start docker',
    ],
    [
      'a broken Podman where Node does it',
      { podman: false, docker: false, embedded: true },
      [...compilers, result('crun-wasm', 'problem', 'none', [{ command: 'sudo dnf install crun-wasm' }])],
      'Building and running works without a container engine (Rust and C); for Podman, do this first: sudo dnf install crun-wasm',
    ],
    [
      'no Podman, but Docker',
      { podman: false, docker: true, embedded: false },
      [result('podman', 'skipped', 'none', [{ command: 'sudo dnf install podman' }])],
      'Building and running works with Docker; nothing to do.',
    ],
  ])('of %s', (_, works, results, text) => {
    expect(of(works, results)).toBe(text);
  });
});
