import TOML from '@iarna/toml';
import { DockerfileParser } from 'dockerfile-ast';
import { describe, expect, it } from 'vitest';
import type { LanguageId } from '../../generators/core/languages/languages.js';
import { parseCommandLine } from '../../generators/core/options/command-line.js';
import { buildableReference } from '../../generators/core/options/image-reference.js';
import { InvalidValue } from '../../generators/core/options/invalid.js';
import { projectName } from '../../generators/core/options/names.js';
import fc from '../support/fast-check.js';
import { hostileText } from '../support/hostile.js';
import { fileOf, languageIds, render } from '../support/projects.js';

/** Together 10,000 hostile strings. */
const NAMES = 7_000;
const REFERENCES = 3_000;

describe('hostile names', () => {
  it('are refused with a rule, or give files that parse and say the same', async () => {
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(hostileText, fc.constantFrom(...languageIds), async (text, language) => {
        if (!isAccepted(() => projectName(text))) return;
        accepted++;
        await checkProject(language, text);
      }),
      { numRuns: NAMES },
    );
    // A property that refuses everything proves nothing.
    expect(accepted).toBeGreaterThan(NAMES / 20);
  });

  it('survive the command line that repeats a run', async () => {
    await fc.assert(
      fc.asyncProperty(hostileText, async (text) => {
        if (!isAccepted(() => projectName(text))) return;
        const { title } = projectName(text);
        const line = fileOf(await render('c', text), 'README.md').match(/^npm init wasm-oci .*$/m)?.[0] ?? '';
        const argv = shellWords(line).slice(3);
        expect(parseCommandLine(argv).answers.name).toBe(title);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('hostile image references', () => {
  it('are refused with a rule, or hold only harmless characters', () => {
    let accepted = 0;
    fc.assert(
      fc.property(hostileText, (text) => {
        if (!isAccepted(() => buildableReference(text))) return;
        accepted++;
        expect(buildableReference(text)).toMatch(/^[\w.:/@[\]-]+$/);
        expect(text).not.toMatch(/^-/);
      }),
      { numRuns: REFERENCES },
    );
    expect(accepted).toBeGreaterThan(0);
  });
});

/** True when it is accepted, false when it is refused as it should be: with a rule, on one line, of bounded length. */
function isAccepted(parse: () => unknown): boolean {
  try {
    parse();
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidValue);
    expect((error as Error).message).toMatch(/^[^\p{Cc}]{10,400}$/u);
    return false;
  }
}

async function checkProject(language: LanguageId, text: string): Promise<void> {
  const { title, slug } = projectName(text);
  expect(slug).toMatch(/^[a-z][a-z0-9-]{0,63}$/);
  const project = await render(language, text);

  const instructions = DockerfileParser.parse(fileOf(project, 'Containerfile')).getInstructions();
  expect(instructions.map((i) => i.getKeyword())).toEqual(KEYWORDS[language]);
  const label = instructions.find((i) => i.getKeyword() === 'LABEL')?.getRawArgumentsContent() ?? '';
  expect(unquoteLabel(label.slice(label.indexOf('=') + 1))).toBe(title);
  expect(instructions.at(-1)?.getRawArgumentsContent()).toBe(`["/${slug}.wasm"]`);

  if (language === 'rust') {
    const manifest = TOML.parse(fileOf(project, 'Cargo.toml')) as { package: { name: string; description: string } };
    expect(manifest.package).toMatchObject({ name: slug, description: title });
    expect(TOML.parse(fileOf(project, 'Cargo.lock'))).toMatchObject({ package: [{ name: slug }] });
  }
}

/** What a Containerfile consists of, whatever the project is called. */
const KEYWORDS: Record<LanguageId, string[]> = {
  rust: words(
    'ARG FROM WORKDIR ENV RUN ARG ARG COPY RUN FROM RUN FROM COPY ENTRYPOINT FROM LABEL COPY STOPSIGNAL ENTRYPOINT',
  ),
  c: words('ARG FROM WORKDIR ARG COPY RUN FROM RUN FROM COPY ENTRYPOINT FROM LABEL COPY STOPSIGNAL ENTRYPOINT'),
  cpp: words('ARG FROM WORKDIR ARG COPY RUN FROM RUN FROM COPY ENTRYPOINT FROM LABEL COPY STOPSIGNAL ENTRYPOINT'),
  tinygo: words(
    'ARG FROM USER WORKDIR ARG COPY RUN FROM RUN FROM COPY ENTRYPOINT FROM LABEL COPY STOPSIGNAL ENTRYPOINT',
  ),
  go: words('ARG FROM WORKDIR ARG COPY RUN FROM RUN FROM COPY ENTRYPOINT FROM LABEL COPY STOPSIGNAL ENTRYPOINT'),
};

function words(text: string): string[] {
  return text.split(' ');
}

/** Reads a LABEL value as Dockerfile syntax does: backslashes escape, and an unescaped `$` would expand. */
function unquoteLabel(value: string): string {
  expect(value).toMatch(/^"(?:[^"\\$]|\\.)*"$/u);
  return value.slice(1, -1).replace(/\\(.)/gu, '$1');
}

/** Splits a line as a POSIX shell does, for what the line may hold: bare words, single quotes, backslash-quote. */
function shellWords(line: string): string[] {
  expect(line).toMatch(/^(?:[\w@%+=:,./ -]|'[^']*'|\\')*$/u);
  const parts = line.match(/(?:[^\s'\\]|'[^']*'|\\')+/gu) ?? [];
  return parts.map((part) => part.replace(/'([^']*)'|\\(')/gu, '$1$2'));
}
