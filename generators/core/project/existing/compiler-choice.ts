import type { Candidate } from '../../languages/detect/recognised.js';
import type { Language } from '../../languages/language.js';
import { compilers, type LanguageId, languages } from '../../languages/languages.js';
import type { RecognisedAs } from './recognise.js';

/** Which of a language's compilers builds a program. */
export interface CompilerChoice {
  /** What `--language` takes. */
  id: LanguageId;
  /** Why it is this one, for users; empty where it is the usual one. */
  found: readonly string[];
  /** What the chosen one will not do. */
  advice: readonly string[];
}

/** Who has a say in the compiler. */
interface Say {
  /** What a flag, a variable, a preset's lock or the last run says. */
  asked: LanguageId | undefined;
  /** What a preset takes where nobody says otherwise. */
  usual: string | undefined;
}

/** Resolves what compiles a program: what was asked for, else what it needs, else the usual one of its language. */
export function compilerFor(project: RecognisedAs, { needs }: Candidate, { asked, usual }: Say): CompilerChoice {
  const id = asked ?? needs?.compiler ?? usualOf(project.language, usual);
  const general = project.adviceFor?.[id] ?? [];
  if (!needs) return { id, found: [], advice: general };
  if (id === needs.compiler) return { id, found: asked === undefined ? [needs.why] : [], advice: general };
  return { id, found: [], advice: needs.otherwise === undefined ? general : [needs.otherwise, ...general] };
}

function usualOf(language: Language, usual: string | undefined): LanguageId {
  const own = compilers.filter(({ id }) => isCompiledBy(language, id));
  const [first] = own;
  if (!first) throw new Error(`nothing compiles ${language.id}`);
  return (own.find(({ id }) => id === usual) ?? first).id;
}

/** Whether a value of `--language` names a compiler of the language. */
export function isCompiledBy(language: Language, id: string | undefined): boolean {
  return language.compilers.some((compiler) => compiler.id === id);
}

/** Whether a program is the same one whatever of both compiles it; with neither named, it is. */
export function isSameLanguage(asked: LanguageId | undefined, stored: string | undefined): boolean {
  if (asked === undefined || asked === stored) return true;
  return languages.some((language) => isCompiledBy(language, asked) && isCompiledBy(language, stored));
}
