import { parseJournal } from '../../../generators/core/update/journal.js';
import { must, type Target } from '../support/target.js';

/** The journal of an interrupted update. */
export default {
  run: (input) => {
    const journal = parseJournal(input.toString('utf8'));
    if (!journal) return;
    const { id, steps, conflicts } = journal;
    must(/^[0-9a-f]{32}$/.test(id), 'an id that is none');
    must(Array.isArray(steps) && Array.isArray(conflicts), 'a list that is none');
    for (const { path } of [...steps, ...conflicts]) {
      must(typeof path === 'string', 'a path that is no text');
      must(!/^(?:\/|[A-Za-z]:)|(?:^|[\\/])(?:\.\.|\.git)(?:[\\/]|$)/i.test(path), `the journal names ${path}`);
    }
    for (const { before, after } of steps) {
      for (const hash of [before, after])
        must(hash === undefined || /^[0-9a-f]{64}$/.test(hash), 'a hash that is none');
    }
    for (const { base, mine, theirs } of conflicts) {
      must(base === undefined || typeof base === 'string', 'a version that is no text');
      must(typeof mine === 'string' && typeof theirs === 'string', 'a version that is no text');
    }
  },
  expects: () => false,
  maxBytes: 4 * 1024,
  words: [
    '"id"',
    '"steps"',
    '"before"',
    '"after"',
    '"conflicts"',
    '"path"',
    '"base"',
    '"mine"',
    '"theirs"',
    '../',
    '.git/',
  ],
} satisfies Target;
