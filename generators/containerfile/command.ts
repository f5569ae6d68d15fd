import { flags } from '../core/adopt/flags.js';
import { parseOptions, wrongOption } from '../core/answers/options.js';
import { presetOption } from '../core/answers/preset-option.js';
import { questions } from '../core/answers/questions.js';
import { switches } from '../core/answers/switches.js';
import { runGenerator } from '../run-generator.js';
import { helpText } from './help.js';
import ContainerfileGenerator from './index.js';

/** `create-wasm-oci containerfile [directory] [options]` */
export async function command(argv: readonly string[]): Promise<number> {
  const texts = [...questions, presetOption, ...flags].map(({ key, placeholder }) => {
    return [key, { type: placeholder ? 'string' : 'boolean' } as const];
  });
  const { values, positionals } = parseOptions(
    argv,
    {
      ...Object.fromEntries(texts),
      ...Object.fromEntries(switches.map(({ key }) => [key, { type: 'boolean' as const }])),
      help: { type: 'boolean', short: 'h' },
    },
    'containerfile',
  );
  if (values.help) {
    process.stdout.write(helpText());
    return 0;
  }
  const [directory, second] = positionals;
  if (second !== undefined) {
    const both = `${JSON.stringify(directory)} and ${JSON.stringify(second)}`;
    throw wrongOption(`Two directories were given: ${both}.`, 'containerfile');
  }
  if (directory === '') throw wrongOption('The directory is empty.', 'containerfile');
  await runGenerator(ContainerfileGenerator, 'wasm-oci:containerfile', {
    ...values,
    ...(directory !== undefined && { directory }),
  });
  return 0;
}
