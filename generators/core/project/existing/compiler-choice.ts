import type { Candidate } from '../../languages/detect/recognised.js';
import type { Language } from '../../languages/language.js';
import { type LanguageId, languages } from '../../languages/languages.js';
import type { RecognisedAs } from './recognise.js';

/** Which of a language's compilers builds a program. */
export interface CompilerChoice {
  /** What `--language` takes. */
  id: string;
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

/** Settles what compiles a program: what was asked for, else what it needs, else the usual one of its language. */
export function compilerFor({ language }: RecognisedAs, { needs }: Candidate, { asked, usual }: Say): CompilerChoice {
  if (asked !== undefined) {
    const unfit = needs !== undefined && needs.compiler !== asked;
    return { id: asked, found: [], advice: unfit ? [needs.otherwise] : [] };
  }
  if (needs) return { id: needs.compiler, found: [needs.why], advice: [] };
  const own = usual !== undefined && isCompiledBy(language, usual) ? usual : undefined;
  return { id: own ?? language.compilers[0].id, found: [], advice: [] };
}

/** Whether a value of `--language` names a compiler of the language. */
export function isCompiledBy({ compilers }: Language, id: string | undefined): boolean {
  return compilers.some((compiler) => compiler.id === id);
}

/** Whether a program is the same one whatever of both compiles it; with neither named, it is. */
export function isSameLanguage(asked: LanguageId | undefined, stored: string | undefined): boolean {
  if (asked === undefined || asked === stored) return true;
  return languages.some((language) => isCompiledBy(language, asked) && isCompiledBy(language, stored));
}
