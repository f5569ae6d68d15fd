import ContainerfileGenerator from '../../containerfile/index.js';
import { refuseUnknownVariables } from '../../core/options/known-variables.js';
import { containerfileFlags } from '../../core/options/main-flags.js';
import { oneDirectory, parseFlags } from '../../core/options/parse.js';
import { runGenerator } from '../../run-generator.js';
import { writeHelp } from '../write-help.js';
import { help } from './help.js';

/** `create-wasm-oci containerfile [directory] [options]` */
export async function command(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags(argv, containerfileFlags, 'containerfile');
  if (values.help) return writeHelp(help);
  refuseUnknownVariables(process.env);
  const directory = oneDirectory(positionals, 'containerfile');
  await runGenerator(ContainerfileGenerator, 'wasm-oci:containerfile', {
    ...values,
    ...(directory !== undefined && { directory }),
  });
  return 0;
}
