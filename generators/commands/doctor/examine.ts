import type { EngineChoice } from '../../core/engines/choices.js';
import { asTyped } from '../../core/options/started-by.js';
import { type Check, type Finding, type Part, parts, type State } from './checks/check.js';
import { checks } from './checks/checks.js';
import type { Facts } from './facts/facts.js';

/** One check as it stands in the report. */
export interface Result extends Finding {
  id: string;
  part: Part;
  why: string;
  state: State;
}

/** Whether an engine builds and runs images here. */
export interface EngineState {
  id: Part;
  works: boolean;
}

/** What was found out about this machine. */
export interface Examination {
  /** Whether building and running works with the engine that was asked for, or with any. */
  ok: boolean;
  engines: EngineState[];
  results: Result[];
}

/** Makes every check that the choice of the engine asks for, side by side. */
export async function examine(facts: Facts, choice: EngineChoice): Promise<Examination> {
  const asked = checks.filter(({ part }) => choice === 'auto' || part === choice);
  const found = await Promise.all(asked.map(async (check) => ({ check, finding: await check.look(facts) })));
  const engines = partsOf(asked).map((id) => ({ id, works: works(id, found) }));
  const anyWorks = engines.some((engine) => engine.works);
  return { ok: anyWorks, engines, results: found.map(({ check, finding }) => resultOf(check, finding, anyWorks)) };
}

function partsOf(asked: readonly Check[]): Part[] {
  return (Object.keys(parts) as Part[]).filter((id) => asked.some(({ part }) => part === id));
}

/** The proof is the probe. It needs no builder image, and no user but one; what people build does. */
function works(engine: Part, found: readonly { check: Check; finding: Finding }[]): boolean {
  const stateOf = (id: string) => found.find(({ check }) => check.id === id)?.finding.state;
  const probe = stateOf(`${engine}-probe`);
  const needed = [`${engine}-images`, `${engine}-user-ids`];
  return (probe === 'ok' || probe === 'warning') && needed.every((id) => stateOf(id) !== 'problem');
}

/** What is not installed is a problem only where nothing else does its work. */
function resultOf({ id, part, why }: Check, finding: Finding, anyWorks: boolean): Result {
  // Findings stand in a row, where the sentences of failures lose their full stop.
  const told = {
    ...finding,
    fix: finding.fix.map((line) => asTyped(line)),
    id,
    part,
    why,
    found: finding.found.replace(/\.$/, ''),
  };
  const { state } = finding;
  return { ...told, state: state !== 'absent' ? state : anyWorks ? 'skipped' : 'problem' };
}
