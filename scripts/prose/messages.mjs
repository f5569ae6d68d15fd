// npm run messages [TEXT]
// Every text that a user can see, as one table: where it is in the sources, and what it says. `{name}` is a value that the
// program inserts. With a text, only the rows that hold it.
import { proseFiles, textsOf } from './texts.mjs';

const [wanted = ''] = process.argv.slice(2);
const rows = proseFiles()
  .filter((file) => /\.[cm]?[jt]s$/.test(file))
  .flatMap(textsOf)
  .filter(({ kind, text }) => kind === 'message' && text.includes(wanted))
  .map(({ file, line, text }) => [`${file}:${line}`, text.trim().replaceAll(/\s*\n\s*/g, ' ⏎ ')]);

const width = Math.max(0, ...rows.map(([place]) => place.length));
for (const [place, text] of rows) console.log(`${place.padEnd(width)}  ${text}`);
