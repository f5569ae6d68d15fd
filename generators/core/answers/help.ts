import { presetOption } from './preset-option.js';
import { questions } from './questions.js';
import { switches } from './switches.js';

/** A subcommand, as far as the help shows it. */
interface Listed {
  name: string;
  summary: string;
}

/** The text of `--help`, made from the declarations of questions, switches and subcommands. */
export function helpText(commands: readonly Listed[]): string {
  const options: [string, string][] = [
    ...questions.map((q): [string, string] => [`--${q.key} ${q.placeholder ?? ''}`.trimEnd(), q.help]),
    [`--${presetOption.key} ${presetOption.placeholder}`, presetOption.help],
    ...switches.map((s): [string, string] => [`--${s.default ? 'no-' : ''}${s.key}`, s.help]),
    ['--help, -h', 'this text'],
    ['--version, -v', 'the version'],
  ];
  const width = Math.max(...options.map(([flag]) => flag.length));
  const variables = [...questions, presetOption].map((q) => q.environment).join(', ');
  return `Starts a WebAssembly project that ships as an OCI image, builds the image, checks it and runs it.

Usage: npm init wasm-oci [directory] -- [options]
       create-wasm-oci [directory] [options]
       create-wasm-oci COMMAND [options]

Commands, each with a --help of its own:
${commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`).join('\n')}

Options:
${options.map(([flag, help]) => `  ${flag.padEnd(width)}  ${help}`).join('\n')}

An option wins over the environment:
${variables};
that over the preset, that over the project's .yo-rc.json, that over a prompt, that over the default.
What a preset locks, nothing changes.
Without a terminal nothing is asked.

stdout holds the image reference alone (or JSON), so this works:
  podman run --rm --platform wasi/wasm $(create-wasm-oci hello --yes)

Exit codes: 0 done, 1 wrong input, 2 drift, 3 files written but image not built, verified or run, 130 cancelled.
`;
}
