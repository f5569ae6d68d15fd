import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type LanguageId, languageOf, templateFor } from '../../generators/core/languages/languages.js';
import { InvalidValue } from '../../generators/core/options/invalid.js';
import { projectName } from '../../generators/core/options/names.js';
import fc from '../support/fast-check.js';
import { hostileText } from '../support/hostile.js';
import { createWasmOci, emptyFolder, podman, untag } from './support/run.js';

/** Hostile titles that the name rules let through: the ones whose quoting must hold. */
const titles = [...new Set(fc.sample(hostileText, { numRuns: 3_000, seed: 20_26 }).flatMap(accepted))].slice(0, 300);

function accepted(text: string): string[] {
  try {
    return [projectName(text).title];
  } catch (error) {
    if (error instanceof InvalidValue) return [];
    throw error;
  }
}

/** A program that prints texts given as literals, one a line. Go has the literals of TinyGo. */
const programs: Record<Exclude<LanguageId, 'go'>, (literals: string[]) => string> = {
  rust: (literals) =>
    `fn main() {\n    for text in [\n${literals.join(',\n')}\n    ] {\n        println!("{text}");\n    }\n}\n`,
  c: (literals) =>
    `#include <stdio.h>\nstatic const char *const texts[] = {\n${literals.join(',\n')}\n};\nint main(void) {\n` +
    '  for (unsigned i = 0; i < sizeof texts / sizeof *texts; i++) puts(texts[i]);\n}\n',
  cpp: (literals) =>
    `#include <cstdio>\n#include <initializer_list>\nint main() {\n  for (auto text : {\n${literals.join(',\n')}\n  }) std::puts(text);\n}\n`,
  tinygo: (literals) =>
    `package main\n\nimport "os"\n\nfunc main() {\n\tfor _, text := range []string{\n${literals.join(',\n')},\n\t} {\n` +
    '\t\tos.Stdout.WriteString(text + "\\n")\n\t}\n}\n',
};

describe('string literals of hostile titles', () => {
  it('are many', () => {
    expect(titles.length).toBe(300);
  });

  it.each(Object.keys(programs) as (keyof typeof programs)[])('are what the compiler of %s reads', async (id) => {
    const cwd = await emptyFolder();
    const image = `localhost/literals-${id}:latest`;
    await createWasmOci(['literals', '--language', id, '--image', image, '--yes', '--no-build'], { cwd });
    const { entry: program } = templateFor(id, 'cli').run;
    const { string } = languageOf(id).source;
    await writeFile(join(cwd, 'literals', program), programs[id](titles.map(string)));
    await podman(['build', '--platform=wasi/wasm', '-t', image, '.'], { cwd: join(cwd, 'literals') });
    const printed = await podman(['run', '--rm', '--platform', 'wasi/wasm', image]);
    expect(printed).toBe(titles.map((title) => `${title}\n`).join(''));
    await untag(image);
  });
});
