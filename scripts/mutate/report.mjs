/** Without those that were not tried, and those that did not even load. */
const COUNTED = ['Killed', 'Timeout', 'Survived', 'NoCoverage'];

/** Longer than this, the code of a mutant is cut: the place says the rest. */
const LONGEST = 60;

/**
 * The result of a mutation run, for users: each mutant that no test noticed, by file and line, and the score.
 * @param {readonly import("./report.mjs").Mutant[]} mutants
 * @param {(fileName: string) => { path: string, text: string }} source the shown path of a file, and its text
 * @returns {string}
 */
export function report(mutants, source) {
  const counted = mutants.filter(({ status }) => COUNTED.includes(status));
  const names = [...new Set(counted.map(({ fileName }) => fileName))].sort();
  const files = names.map((name) => [name, counted.filter(({ fileName }) => fileName === name)]);
  const survivors = files.flatMap(([fileName, ofFile]) => {
    const { path, text } = source(fileName);
    return ofFile
      .filter(isAlive)
      .sort((one, other) => one.location.start.line - other.location.start.line)
      .map((mutant) => {
        const how = mutant.status === 'NoCoverage' ? '  (no test runs this)' : '';
        return `${path}:${mutant.location.start.line}  ${short(original(mutant, text))}  =>  ${short(mutant.replacement)}${how}`;
      });
  });
  const rows = files.map(([fileName, ofFile]) => `${score(ofFile)}  ${source(fileName).path}`);
  return [...survivors, '', ...rows, `${score(counted)}  all`, ''].join('\n');
}

function score(mutants) {
  const killed = mutants.filter((mutant) => !isAlive(mutant)).length;
  const percent = mutants.length === 0 ? 100 : (100 * killed) / mutants.length;
  return `${percent.toFixed(1).padStart(5)} %  ${`${killed}/${mutants.length}`.padStart(9)}`;
}

function isAlive({ status }) {
  return status === 'Survived' || status === 'NoCoverage';
}

/** The code that a mutant replaces. */
function original({ location: { start, end } }, text) {
  const lines = text.split('\n').slice(start.line - 1, end.line);
  const last = lines.length - 1;
  lines[last] = lines[last].slice(0, end.column - 1);
  lines[0] = lines[0].slice(start.column - 1);
  return lines.join(' ');
}

function short(code) {
  const line = code.replace(/\s+/g, ' ');
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}
