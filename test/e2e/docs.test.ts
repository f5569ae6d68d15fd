import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { commands } from '../../generators/commands/commands.js';
import { packageRoot } from '../../generators/core/system/package-root.js';
import { type Block, blocksOf, pages, pageText, shows, tidy } from '../support/pages.js';
import { type Newcomer, newcomer } from './support/newcomer.js';
import { createWasmOci, untag } from './support/run.js';

/** A page is followed from its first line to its last, in a folder that is empty at first. */
describe.each(pages())('%s', (page) => {
  const blocks = blocksOf(pageText(page)).filter(({ language, file }) => file || ['console', 'sh'].includes(language));
  let reader: Newcomer | undefined;
  afterAll(async () => {
    reader?.leave();
    await removeImages(blocks);
    if (process.env.UPDATE_DOCS) writeFileSync(join(packageRoot, page), withOutputs(pageText(page), blocks));
  });

  for (const block of blocks) {
    it(`line ${block.line}: ${titleOf(block)}`, async ({ skip }) => {
      if (block.notRun) skip(block.notRun);
      reader ??= newcomer();
      await follow(reader, block);
    });
  }
  if (blocks.length === 0) it('has no commands', () => {});
});

describe('the reference', () => {
  const flagsIn = (text: string) => [...new Set(text.match(/(?<![\w-])--[a-z][a-z-]+/g) ?? [])].sort();

  /** The words of each command that users type; none is the main job. */
  const typed = [[], ...commands.filter(({ hidden }) => !hidden).map(({ name }) => [name])];

  it.each(typed.map((words) => [words]))('names every option in the help of %j', async (words) => {
    const { stdout, exitCode } = await createWasmOci([...words, '--help']);
    expect(exitCode).toBe(0);
    const its = pages().filter((page) => page.startsWith('docs/reference/'));
    const documented = flagsIn(its.map(pageText).join('\n'));
    expect(flagsIn(stdout).length).toBeGreaterThan(1);
    expect(flagsIn(stdout).filter((flag) => !documented.includes(flag))).toEqual([]);
  });

  it('names no option that no command has', async () => {
    const helps = await Promise.all(typed.map((words) => createWasmOci([...words, '--help'])));
    const flags = flagsIn(helps.map(({ stdout }) => stdout).join('\n'));
    // The first cell of a row of options; --no-… turns off what --… turns on.
    const rows = pages()
      .filter((page) => page.startsWith('docs/reference/'))
      .flatMap((page) => pageText(page).match(/^\| `--[^|]*/gm) ?? []);
    const documented = flagsIn(rows.join('\n'));
    expect(documented.length).toBeGreaterThan(20);
    const exists = (flag: string) => flags.includes(flag) || flags.includes(flag.replace(/^--no-/, '--'));
    expect(documented.filter((flag) => !exists(flag))).toEqual([]);
  });
});

function titleOf({ file, steps, language }: Block): string {
  const [first = ''] = steps.map(({ command }) => command.trim().split('\n')[0]);
  return file ? `${file} can be written` : `${first} ${language === 'sh' ? 'works' : 'prints what the page shows'}`;
}

/** Follows a block. With UPDATE_DOCS set, output that is not true is replaced in the block, but where it has a `…`. */
async function follow(reader: Newcomer, { first, file, text, steps, language }: Block): Promise<void> {
  if (first) expect(await reader.type(first)).toMatchObject({ exitCode: 0 });
  if (file) return reader.write(file, text);
  for (const [at, { command, output }] of steps.entries()) {
    const { exitCode, screen } = await reader.type(language === 'sh' ? `set -e\n${command}` : command);
    if (language === 'console' && !shows(output, screen)) {
      if (process.env.UPDATE_DOCS && !output.join().includes('…')) steps[at] = { command, output: [screen] };
      else expect(tidy(screen), `$ ${command}`).toBe(tidy(output.join('\n')));
    }
    // A page that shows a failure shows its message, or its exit code.
    const fails = output.some((line) => /^ *error: /.test(line)) || steps[at + 1]?.command === 'echo $?';
    if (!fails) expect(exitCode, `$ ${command}\n${screen}`).toBe(0);
  }
}

/** Removes what the commands of a page built. */
async function removeImages(blocks: Block[]): Promise<void> {
  const images = new Set(blocks.flatMap(({ text }) => text.match(/\blocalhost\/[\w.-]+:[\w.-]+/g) ?? []));
  if (images.size > 0) await untag(...images);
}

/** The page with the outputs that its blocks have now. */
function withOutputs(markdown: string, blocks: Block[]): string {
  return blocks
    .filter(({ language }) => language === 'console')
    .reduce((page, { text, steps }) => {
      const lines = steps.flatMap(({ command, output }) => [`$ ${command.replaceAll('\n', '\n> ')}`, ...output]);
      return page.replace(text, () => `${lines.join('\n')}\n`);
    }, markdown);
}
