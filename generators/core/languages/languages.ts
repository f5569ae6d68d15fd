import { c } from './c/language.js';
import { cpp } from './cpp/language.js';
import type { EmbedReader } from './detect/embedded-files.js';
import { go } from './go/language.js';
import type { Compiler, Language, Template, TemplateTests } from './language.js';
import { rust } from './rust/language.js';

const known = [rust, c, cpp, go] as const;

/** Every language, in the order users are shown them. */
export const languages: readonly Language[] = known;

/** What `--template` takes. */
export type TemplateId = (typeof known)[number]['templates'][number]['id'];

/** What `--language` takes: a compiler, and with it a language. */
export type LanguageId = (typeof known)[number]['compilers'][number]['id'];

type KnownSelect = (typeof known)[number]['selects'][number];

/** The flags that select a program of an existing project, or set how it is built. */
export type SelectionKey = KnownSelect['key'];

/** Those of them that may be given several times. */
export type RepeatedKey = Extract<KnownSelect, { repeats: true }>['key'];

/** Every compiler, in the order users are shown them. */
export const compilers: readonly (Compiler & { id: LanguageId })[] = known.flatMap((language) => [
  ...language.compilers,
]);

/** What is taken where nobody chooses. */
export const defaultLanguage: LanguageId = rust.compilers[0].id;

/** The language that is compiled by what `--language` names. */
export function languageOf(id: LanguageId): Language {
  const language = languages.find((one) => one.compilers.some((compiler) => compiler.id === id));
  if (!language) throw new Error(`no language ${id}`);
  return language;
}

/** The compiler that `--language` names. */
export function compilerOf(id: LanguageId): Compiler {
  const compiler = compilers.find((one) => one.id === id);
  if (!compiler) throw new Error(`no compiler ${id}`);
  return compiler;
}

/** Finds what sources of any language take in. A project may hold files of several. */
export async function embedReaders(): Promise<EmbedReader[]> {
  const detectors = await Promise.all(languages.map((language) => language.detect()));
  return detectors.flatMap(({ embeds }) => embeds);
}

/** Every kind of new project, in the order users are shown them: of each id, the first language's. */
export const templateKinds: readonly (Template & { id: TemplateId })[] = known
  .flatMap((language) => [...language.templates])
  .filter(({ id }, at, all) => all.findIndex((other) => other.id === id) === at);

/** What a new project is, in the language that `--language` names; undefined where the language has no such template. */
export function findTemplate(language: LanguageId, template: string): Template | undefined {
  if (compilerOf(language).lacks?.[template] !== undefined) return undefined;
  return languageOf(language).templates.find(({ id }) => id === template);
}

/** What a new project is, by its answers, which were checked. */
export function templateFor(language: LanguageId, template: TemplateId): Template {
  const found = findTemplate(language, template);
  if (!found) throw new Error(`no template ${template} in ${language}`);
  return found;
}

/** The tests of a new project; undefined where it has none for its compiler. */
export function testsOf({
  language,
  template,
}: {
  language: LanguageId;
  template: TemplateId;
}): TemplateTests | undefined {
  return templateFor(language, template).tests?.[language];
}
