import ContainerfileGenerator from '../../containerfile/index.js';
import { jobFlags } from '../../core/options/flags.js';
import { directoryIn, parseOptions, typesOf } from '../../core/options/options.js';
import { presetOption } from '../../core/options/preset-option.js';
import { questions } from '../../core/options/questions.js';
import { refuseUnknownVariables } from '../../core/options/variables.js';
import { selectionFlags } from '../../core/project/existing/selection-flags.js';
import { writeText } from '../../core/terminal/output.js';
import { runGenerator } from '../../run-generator.js';
import { helpText } from './help.js';

/** `create-wasm-oci containerfile [directory] [options]` */
export async function command(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseOptions(
    argv,
    typesOf([...questions, presetOption, ...selectionFlags, ...jobFlags]),
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
