import { flags } from '../core/adopt/flags.js';
import { directoryIn, parseOptions, typesOf } from '../core/answers/options.js';
import { presetOption } from '../core/answers/preset-option.js';
import { questions } from '../core/answers/questions.js';
import { switches } from '../core/answers/switches.js';
import { refuseUnknownVariables } from '../core/answers/variables.js';
import { writeText } from '../core/terminal/output.js';
import { runGenerator } from '../run-generator.js';
import { helpText } from './help.js';
import ContainerfileGenerator from './index.js';

/** `create-wasm-oci containerfile [directory] [options]` */
export async function command(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseOptions(
    argv,
    typesOf([...questions, presetOption, ...flags, ...switches]),
    'containerfile',
  );
  if (values.help) {
    writeText(process.stdout, helpText());
    return 0;
  }
  refuseUnknownVariables(process.env);
  const directory = directoryIn(positionals, 'containerfile');
  await runGenerator(ContainerfileGenerator, 'wasm-oci:containerfile', {
    ...values,
    ...(directory !== undefined && { directory }),
  });
  return 0;
}
