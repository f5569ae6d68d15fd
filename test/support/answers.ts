import { type Answers, questions } from '../../generators/core/options/questions.js';

/** Answers to every question: those given, and the default of every other. */
export function answersWith(given: Partial<Answers> = {}): Answers {
  let answers: Partial<Answers> = {};
  for (const { key, default: usual, parse } of questions) {
    answers = { ...answers, [key]: given[key] ?? parse(usual(answers), answers) };
  }
  return answers as Answers;
}
