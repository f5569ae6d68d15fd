import { describe, expect, it } from 'vitest';
import { commandNames } from '../../generators/core/options/command-list.js';
import { asTyped, starterOf, startLine } from '../../generators/core/options/started-by.js';

describe('the line that starts a project', () => {
  it.each([
    [undefined, 'npm init wasm-oci hello -- --yes'],
    ['npm-init', 'npm init wasm-oci hello -- --yes'],
    ['npm-exec', 'npm init wasm-oci hello -- --yes'],
    ['npm-start', 'npm start -- hello --yes'],
    ['pnpm', 'pnpm create wasm-oci hello --yes'],
    ['yarn', 'yarn create wasm-oci hello --yes'],
    ['bun', 'bun create wasm-oci hello --yes'],
  ] as const)('begins as the run of %s did', (starter, line) => {
    expect(startLine(['hello'], ['--yes'], starter)).toBe(line);
  });
});

describe('what started this program', () => {
  it.each([
    ['pnpm/9.1.0 npm/? node/v20.20.2 linux x64', 'pnpm'],
    ['yarn/1.22.22 npm/? node/v20.20.2 linux x64', 'yarn'],
    ['yarn/4.5.0 npm/? node/v20.20.2 linux x64', 'yarn'],
    ['bun/1.4.5 npm/? node/v24.3.0 linux x64', 'bun'],
    ['npm/10.8.2 node/v20.20.2 linux x64 workspaces/false', undefined],
    [undefined, undefined],
  ])('is recognised by its user agent: %s', (agent, starter) => {
    expect(starterOf({ npm_config_user_agent: agent })).toBe(starter);
  });

  it('is npm where its script was this program', () => {
    const npx = { npm_lifecycle_event: 'npx', npm_lifecycle_script: 'create-wasm-oci' };
    expect(starterOf({ ...npx, npm_command: 'init' })).toBe('npm-init');
    expect(starterOf({ ...npx, npm_command: 'exec' })).toBe('npm-exec');
    expect(starterOf({ npm_lifecycle_event: 'start', npm_package_name: 'create-wasm-oci' })).toBe('npm-start');
    expect(starterOf({ npm_lifecycle_event: 'start', npm_package_name: 'mine' })).toBeUndefined();
  });
});

describe('a command of a fix', () => {
  it.each([
    ['create-wasm-oci update', undefined, 'create-wasm-oci update'],
    ['create-wasm-oci update', 'npm-init', 'npx create-wasm-oci update'],
    ['npx create-wasm-oci doctor   checks', 'pnpm', 'pnpm dlx create-wasm-oci doctor   checks'],
    ['npx create-wasm-oci@0.2.0 update x', 'bun', 'bunx create-wasm-oci@0.2.0 update x'],
    ['Wait, and look: create-wasm-oci update --check', 'yarn', 'Wait, and look: yarn create wasm-oci update --check'],
    ['A folder: create-wasm-oci ./run', 'npm-start', 'A folder: npm start -- ./run'],
    ['after a build; create-wasm-oci does so itself', 'npm-init', 'after a build; create-wasm-oci does so itself'],
  ] as const)('%s is typed for %s', (line, starter, typed) => {
    expect(asTyped(line, starter)).toBe(typed);
  });

  it.each(commandNames)('create-wasm-oci %s in a sentence is typed as the user types it', (name) => {
    expect(asTyped(`see: create-wasm-oci ${name} x`, 'pnpm')).toBe(`see: pnpm dlx create-wasm-oci ${name} x`);
  });
});
