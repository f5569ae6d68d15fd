// Words and forms that our texts do without, each with what to write instead. A pattern is a regular expression, whatever
// its case. One with a lookaround is used unchanged, every other one between word boundaries.
export const words = [
  ['mend(s|ed|ing)?', 'fix'],
  ['anew', 'again'],
  ['as (it|they) stands?', 'unchanged'],
  ['st(and|ands|ood|anding) (in|there|above|below|here|beside|apart|for)', 'is'],
  ['(leave|leaves|left|leaving) out', 'omit'],
  ['(hand|hands|handed|handing) over', 'load'],
  ['people', 'users'],
  ['the person', 'the user'],
  ['\\b(is|are|was|were|be|being) told\\b(?! apart)', 'is reported'],
  ['(has|have|had) to', 'must'],
  ['(is|are) to be', 'must be'],
  ['settled?', 'resolve'],
  ['alone', 'only'],
  ['\\bswitch(es)?\\b(?! (?:on|off|of)\\b)', 'flag'],
  ['troubles?', 'error'],
  ['faults?', 'error'],
  ['adopted', 'existing'],
  ['what is there', 'existing'],
  ['that (is|are) there', 'existing'],
  ['exists? already', 'existing'],
  ["today's", 'current'],
  ['of then', 'old'],
  ['wants', 'needs'],
  ['goes by', 'uses'],
  ['whatever became of', 'after a change of'],
];

/** Further words that texts for users do without: they say who does it. */
export const wordsForUsers = [['(nobody|somebody)', 'no user']];
