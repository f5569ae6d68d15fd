import type { CommandHelp } from '../../core/options/command-help.js';

/** The shells that `completion` knows. */
export const shells = ['bash', 'zsh', 'fish', 'pwsh'] as const;

/** What `completion --help` says. */
export const help: CommandHelp = {
  name: 'completion',
  does: 'Prints the script with which a shell completes commands, options and their values.',
  examples: [
    { does: 'bash; in ~/.bashrc: source <(create-wasm-oci completion bash)', line: 'completion bash' },
    { does: 'fish; to ~/.config/fish/completions/create-wasm-oci.fish', line: 'completion fish' },
  ],
  operands: [{ usage: shells.join('|'), choices: shells.map((value) => ({ value })) }],
  operandText: [
    'The script asks create-wasm-oci for each completion, so the command must be on PATH: npm install --global create-wasm-oci. It cannot complete behind npx or npm init.',
    'docs/reference/command-line.md has the lines for each shell.',
  ],
  flags: [],
  exitCodes: '0 done, 1 wrong input.',
};
