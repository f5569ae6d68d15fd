// The rules of textlint for each kind of text. Loaded only after textlint is installed.
import { createRequire } from 'node:module';
import { words, wordsForUsers } from './words.mjs';

const require = createRequire(import.meta.url);
const terminology = require('textlint-rule-terminology').default;
const wordCount = require('textlint-rule-en-max-word-count').default ?? require('textlint-rule-en-max-word-count');

/** A sentence whose subject is a clause: "What a flag sets is locked." A question is none. */
const CLAUSE = /(?:^|[.!?] )((?:what(?:ever)?|who(?:ever)?) (?:[^.?!]|[.?!](?! |$))*[.!?]?)/giu;

/** Reports sentences that begin with a clause. */
function noClauseAsSubject({ Syntax, RuleError, report, getSource }) {
  return {
    [Syntax.Paragraph](node) {
      for (const match of getSource(node).matchAll(CLAUSE)) {
        if (match[1].endsWith('?') || isTitle(match[1])) continue;
        const index = match.index + match[0].length - match[1].length;
        report(node, new RuleError(`A clause is the subject: “${match[1].slice(0, 40)}”`, { index }));
      }
    },
  };
}

/** "What to make", "What the program gets". */
function isTitle(text) {
  return !/[.!,:;]/.test(text) && text.split(' ').length < 6;
}

const vocabulary = (terms) => ({ ruleId: 'words', rule: terminology, options: { defaultTerms: false, terms } });
const sentences = (max) => ({ ruleId: 'sentence-length', rule: wordCount, options: { max } });

/** For pages and messages. */
export const proseRules = [
  vocabulary([...words, ...wordsForUsers]),
  sentences(25),
  { ruleId: 'clause-as-subject', rule: noClauseAsSubject, options: true },
];

/** For the names of tests. */
export const nameRules = [vocabulary(words), sentences(25)];

/** For comments, which are read beside the code: a sentence may be longer, and begin with "What". */
export const commentRules = [vocabulary(words), sentences(32)];
