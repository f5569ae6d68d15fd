import chalk from 'chalk';
import { Cancelled, ExitCode } from '../../core/failure.js';
import { refuseUnknownVariables } from '../../core/options/known-variables.js';
import { parseFlags, wrongOption } from '../../core/options/parse.js';
import { resolveAnswer } from '../../core/options/resolve.js';
import { createProgress } from '../../core/terminal/create-progress.js';
import { listenForInterrupt } from '../../core/terminal/interrupt.js';
import { writeJson, writeText } from '../../core/terminal/output.js';
import { writeHelp } from '../write-help.js';
import { examineMachine } from './examine.js';
import { doctorFlags } from './flags.js';
import { help } from './help.js';
import { doctorDocument, doctorText } from './report.js';
import { theseSurroundings } from './surroundings.js';

/** `create-wasm-oci doctor`: can this machine build and run wasi/wasm, and what exactly is missing? */
export async function command(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags(argv, doctorFlags, 'doctor');
  if (values.help) return writeHelp(help);
  refuseUnknownVariables(process.env);
  const [argument] = positionals;
  if (argument !== undefined) throw wrongOption(`doctor takes no argument: ${JSON.stringify(argument)}.`, 'doctor');
  const typed = { engine: values.engine };
  const engine = await resolveAnswer('engine', { typed, environment: process.env, stored: {} });

  const interrupt = listenForInterrupt();
  const progress = process.stderr.isTTY ? await createProgress(process.stderr) : undefined;
  progress?.begin('Looking at this machine');
  try {
    const surroundings = await theseSurroundings(values.offline === true, interrupt.signal);
    const examination = await examineMachine(surroundings, engine);
    // Programs that were ended half-way have found nothing out.
    if (interrupt.signal.aborted) throw new Cancelled('');
    progress?.end('Looked at this machine');
    if (values.json) writeJson(process.stdout, doctorDocument(examination, surroundings, engine));
    else writeText(process.stdout, doctorText(examination, surroundings, chalk));
    return examination.ok ? ExitCode.done : ExitCode.wrongInput;
  } catch (error) {
    progress?.end('Looking at this machine', false);
    if (error instanceof Cancelled) throw new Cancelled("The probe's image and container are removed.");
    throw error;
  } finally {
    interrupt.stop();
  }
}
