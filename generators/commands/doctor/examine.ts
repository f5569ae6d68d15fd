import type { Check, CheckState, Finding, Surroundings } from '../../core/engines/check.js';
import type { EngineInfo } from '../../core/engines/engine-info.js';
import { type EngineChoice, type EngineId, engines } from '../../core/engines/engines.js';

/** One check as the report shows it. */
export interface CheckResult extends Finding {
  id: string;
  part: EngineId;
  why: string;
  state: CheckState;
}

/** Whether an engine builds and runs images here. */
export interface EngineState {
  id: EngineId;
  works: boolean;
}

/** What was found out about this machine. */
export interface Examination {
  /** Whether building and running works with the engine that was asked for, or with any. */
  ok: boolean;
  engines: EngineState[];
  results: CheckResult[];
}

/** A check that was made. */
interface Made {
  part: EngineId;
  check: Check;
  finding: Finding;
}

/** Makes every check that the choice of the engine asks for, side by side. */
export async function examineMachine(surroundings: Surroundings, choice: EngineChoice): Promise<Examination> {
  const asked = engines.filter(({ id }) => choice === 'auto' || id === choice);
  const made = await Promise.all(
    asked.map(async (engine) => {
      const checks = (await engine.checks())(surroundings);
      return Promise.all(
        checks.map(async (check): Promise<Made> => ({ part: engine.id, check, finding: await check.look() })),
      );
    }),
  );
  const shown = made.filter((one, index) => choice !== 'auto' || !isLeftOut(asked[index], one));
  const found = shown.flatMap((one) => one.slice(0, 1).map(({ part }) => ({ id: part, works: works(one) })));
  const anyWorks = found.some((engine) => engine.works);
  return { ok: anyWorks, engines: found, results: shown.flat().map((one) => resultOf(one, anyWorks)) };
}

/** Of an engine that few machines have, the report of all engines says nothing where it is not installed. */
function isLeftOut(engine: EngineInfo | undefined, made: readonly Made[]): boolean {
  return engine?.rarelyInstalled === true && made[0]?.finding.state === 'absent';
}

/** The proof is the probe. It needs no builder image, and only one user id; what users build needs more. */
function works(made: readonly Made[]): boolean {
  const states = (decides: Check['decides']) =>
    made.filter(({ check }) => check.decides === decides).map(({ finding }) => finding.state);
  const proof = states('proof');
  return (
    proof.length > 0 &&
    proof.every((state) => state === 'ok' || state === 'warning') &&
    !states('needed').includes('problem')
  );
}

/** What is not installed is a problem only where nothing else does its work. */
function resultOf({ part, check: { id, why }, finding }: Made, anyWorks: boolean): CheckResult {
  // Findings are rows, where the sentences of failures lose their full stop.
  const told = {
    ...finding,
    id,
    part,
    why,
    found: finding.found.replace(/\.$/, ''),
  };
  const { state } = finding;
  return { ...told, state: state !== 'absent' ? state : anyWorks ? 'skipped' : 'problem' };
}
