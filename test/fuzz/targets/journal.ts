import { parseJournal } from '../../../generators/update/journal-file.js';
import { must, type Target } from '../support/target.js';

/** The journal of an interrupted update. */
export default {
  run: (input) => {
    const journal = parseJournal(input.toString('utf8'));
    if (!journal) return;
    const { write, remove, conflicts } = journal;
    for (const path of [...write, ...remove, ...conflicts.map((conflict) => conflict.path)]) {
      must(typeof path === 'string', 'a path that is no text');
      must(!/^(?:\/|[A-Za-z]:)|(?:^|[\\/])(?:\.\.|\.git)(?:[\\/]|$)/i.test(path), `the journal names ${path}`);
    }
    must(Array.isArray(write) && Array.isArray(remove) && Array.isArray(conflicts), 'a list that is none');
    for (const { base, mine, theirs } of conflicts) {
      must(base === undefined || typeof base === 'string', 'a version that is no text');
      must(typeof mine === 'string' && typeof theirs === 'string', 'a version that is no text');
    }
  },
  expects: () => false,
  maxBytes: 4 * 1024,
  words: ['"write"', '"remove"', '"conflicts"', '"path"', '"base"', '"mine"', '"theirs"', '../', '.git/'],
} satisfies Target;
