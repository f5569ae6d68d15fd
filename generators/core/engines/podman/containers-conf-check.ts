import { type Check, type Finding, notRunning, ok, problem, skipped, warning } from '../check.js';
import {
  CONF_IN_MACHINE,
  type ConfFile,
  type ConfMistake,
  confErrorIn,
  confFilesOf,
  confPlaces,
  mistakePlace,
  mistakesIn,
} from './containers-conf.js';
import { noPodman, type PodmanFacts } from './facts.js';

/** Podman's configuration holds no mistake about WebAssembly. */
export const containersConf = (facts: PodmanFacts): Check => ({
  id: 'containers-conf',
  why: 'A mistake in containers.conf keeps Podman from reading any of it, or is silently ignored.',
  async look() {
    const asked = await facts.infoAnswer();
    const none = notRunning('Podman', asked);
    if (none) return skipped(none);
    // Podman's own words first: they name the file wherever it is.
    const error = confErrorIn(asked.stderr);
    if (error) return findingOf([error], 0);
    const files = await readConfFiles(facts);
    if (files === undefined)
      return skipped((await noPodman(facts)) ?? 'the files are on the machine that the service runs on');
    return findingOf(files.flatMap(mistakesIn), files.length);
  },
});

/** The files that count: of this system, or of the podman machine. Undefined when they are out of reach. */
async function readConfFiles(facts: PodmanFacts): Promise<ConfFile[] | undefined> {
  const { env, home, confFiles } = facts;
  const info = await facts.info();
  if (info?.remote === false) {
    return (await Promise.all(confPlaces(env, home).map((place) => confFiles(place)))).flat();
  }
  const machine = await facts.machine();
  if (!machine?.running) return undefined;
  return confFilesOf((await facts.inMachine(machine.name, CONF_IN_MACHINE)).stdout);
}

/** What mistakes mean together. An array is fatal; a misspelt setting only matters to those who need it. */
export function findingOf(mistakes: readonly ConfMistake[], files: number): Finding {
  const [first] = mistakes;
  if (!first)
    return ok(
      files === 0 ? 'no containers.conf is here' : `no mistake in ${files === 1 ? 'one file' : `${files} files`}`,
    );
  const found = mistakes.map((mistake) => `${mistakePlace(mistake)}: ${mistake.message}`).join('; ');
  const fix = mistakes.map((mistake) => ({ text: `${mistakePlace(mistake)}: ${mistake.fix}` }));
  return mistakes.every(({ id }) => id === 'spelling') ? warning(found, fix) : problem(found, fix);
}
