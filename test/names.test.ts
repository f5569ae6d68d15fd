import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { packageRoot } from '../generators/core/system/package-root.js';

const TOP_LEVEL =
  /^(?:export )?(?:default )?(?:abstract )?(?:async )?(?:function\*?|const|let|class|interface|type|enum) +([A-Za-z_$][\w$]*)/gm;

/** Names that several files may declare, each with the files: found by their path, or one thing in two parts. */
const SHARED: Readonly<Record<string, RegExp>> = {
  // commands.ts loads them by the command's name.
  command: /^commands\/\w+\/command\.ts$/,
  help: /^commands\/\w+\/help\.ts$/,
  // An engine's info.ts loads its checks, a language its detector.
  checks: /^core\/engines\/\w+\/checks\.ts$/,
  detector: /^core\/languages\/\w+\/detect\.ts$/,
  // What an engine can, which every run knows, and the engine itself, which is loaded when it is used.
  podman: /^core\/engines\/podman\/(info|engine)\.ts$/,
  docker: /^core\/engines\/docker\/(info|engine)\.ts$/,
  nerdctl: /^core\/engines\/nerdctl\/(info|engine)\.ts$/,
  embedded: /^core\/engines\/embedded\/(info|engine)\.ts$/,
  // A compiler as every run knows it, and its part on this machine, which is loaded when it compiles.
  c: /^core\/languages\/c\/(language|compiler)\.ts$/,
  cpp: /^core\/languages\/cpp\/(language|compiler)\.ts$/,
  go: /^core\/languages\/go\/(language|go)\.ts$/,
  tinygo: /^core\/languages\/go\/(language|tinygo)\.ts$/,
};

it('a name means one thing: no two files declare the same at their top level', () => {
  const root = join(packageRoot, 'generators');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.replaceAll('\\', '/'));
  const declaring = new Map<string, Set<string>>();
  for (const file of files) {
    for (const [, name = ''] of readFileSync(join(root, file), 'utf8').matchAll(TOP_LEVEL)) {
      if (!SHARED[name]?.test(file)) declaring.set(name, (declaring.get(name) ?? new Set()).add(file));
    }
  }
  expect(declaring.size).toBeGreaterThan(1000);
  const twice = [...declaring].filter(([, places]) => places.size > 1);
  expect(twice.map(([name, places]) => `${name}: ${[...places].sort().join(', ')}`).sort()).toEqual([]);
});
