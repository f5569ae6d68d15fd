import { describe, expect, it } from 'vitest';
import type { Flag } from '../../generators/core/options/flag.js';
import { refuseTakenByNpm } from '../../generators/core/options/npm-options.js';
import { questions } from '../../generators/core/options/questions.js';

/** What npm 9, 10 and 11 leave in the environment of what `npm init wasm-oci` starts (test/e2e/npm.test.ts has the real ones). */
const INIT = {
  npm_command: 'init',
  npm_config_user_agent: 'npm/11.21.2 node/v20.20.2 linux x64 workspaces/false',
  npm_lifecycle_event: 'npx',
  npm_lifecycle_script: "'create-wasm-oci'",
  npm_config_yes: '',
};
const EXEC = { ...INIT, npm_command: 'exec' };

const flags: Flag[] = [
  ...questions.filter(({ placeholder }) => placeholder !== undefined),
  { key: 'package', placeholder: 'NAME', help: '' },
  ...['build', 'yes', 'json', 'dry-run'].map((key) => ({ key, help: '' })),
];

function refuse(args: string[], env: NodeJS.ProcessEnv, values: Record<string, unknown> = {}, command?: string) {
  const places = new Set(args.flatMap((word, index) => (word.startsWith('-') ? [] : [index])));
  const positionals = args.filter((word) => !word.startsWith('-'));
  refuseTakenByNpm({ args, values, positionals, places, flags, command }, env);
}

describe('options that npm took for itself', () => {
  it.each<[args: string[], variables: Record<string, string>, line: string]>([
    [['hello'], { dry_run: 'true', json: 'true' }, 'npm init wasm-oci hello -- --json --dry-run'],
    [['hello'], { language: 'c' }, 'npm init wasm-oci hello -- --language c'],
    [['hello', 'c'], { language: 'true' }, 'npm init wasm-oci hello -- --language c'],
    [['c', 'hello'], { language: 'true' }, 'npm init wasm-oci hello -- --language c'],
    [['hello', 'podman'], { engine_strict: 'true' }, 'npm init wasm-oci hello -- --engine podman'],
    [
      ['x.io/y', 'hello', 'My App'],
      { image: 'true', name: 'true' },
      "npm init wasm-oci hello -- --name 'My App' --image x.io/y",
    ],
    [['hello'], { name: 'true' }, 'npm init wasm-oci hello -- --name VALUE'],
    [['hello'], { name: '-x; rm' }, "npm init wasm-oci hello -- --name='-x; rm'"],
    [['hello', '--json'], { build: '' }, 'npm init wasm-oci hello -- --no-build --json'],
    [['hello'], { dry_run: 'true', yes: 'true' }, 'npm init wasm-oci hello -- --yes --dry-run'],
  ])('stop the run, with the line to type: %j %j', (args, variables, line) => {
    const own = Object.fromEntries(Object.entries(variables).map(([key, value]) => [`npm_config_${key}`, value]));
    expect(() => refuse(args, { ...INIT, ...own })).toThrowError(
      expect.objectContaining({
        exitCode: 1,
        fix: [{ command: line }],
        message: expect.stringContaining('npm took th'),
      }),
    );
  });

  it('are those of the subcommand', () => {
    const env = { ...INIT, npm_config_engine_strict: 'true' };
    expect(() => refuse(['podman'], env, {}, 'doctor')).toThrowError(
      expect.objectContaining({ fix: [{ command: 'npm init wasm-oci doctor -- --engine podman' }] }),
    );
  });

  it('go behind -- for `npm exec`, too, with the package that it named', () => {
    expect(() => refuse(['hello'], { ...EXEC, npm_config_dry_run: 'true' })).toThrowError(
      expect.objectContaining({ fix: [{ command: 'npm exec create-wasm-oci -- hello --dry-run' }] }),
    );
    const env = { ...EXEC, npm_config_dry_run: 'true', npm_config_package: './a b.tgz' };
    expect(() => refuse(['hello'], env)).toThrowError(
      expect.objectContaining({
        fix: [{ command: "npm exec --package='./a b.tgz' -- create-wasm-oci hello --dry-run" }],
      }),
    );
  });

  it.each<[what: string, env: NodeJS.ProcessEnv]>([
    ['nothing but what npm sets itself', INIT],
    ["npm's own --yes", { ...INIT, npm_config_yes: 'true' }],
    ['an engine-strict of the user, and no engine among the words', { ...INIT, npm_config_engine_strict: 'true' }],
    ['the package that npm exec runs', { ...EXEC, npm_config_package: 'create-wasm-oci' }],
    ['another program that npm started', { ...INIT, npm_lifecycle_script: 'vitest', npm_config_json: 'true' }],
    ['a script of npm', { ...INIT, npm_lifecycle_event: 'test', npm_config_json: 'true' }],
    [
      'pnpm, which passes options on',
      { ...INIT, npm_config_user_agent: 'pnpm/9.1.0 npm/? node/v20', npm_config_json: 'true' },
    ],
    ['no npm at all', { npm_config_json: 'true' }],
  ])('are not seen in %s', (_what, env) => {
    expect(() => refuse(['hello'], env)).not.toThrow();
  });

  it('are not those that came through behind --', () => {
    const env = { ...INIT, npm_config_json: 'true' };
    expect(() => refuse(['hello', '--json'], env, { json: true })).not.toThrow();
    expect(() => refuse(['hello', '--no-json'], env, { json: false })).not.toThrow();
  });
});
