import { script } from '@bomb.sh/tab';
import type { shells } from './help.js';

type CompletedShell = (typeof shells)[number];

/** What a script starts to ask for completions. The words of the command line follow behind `complete --`. */
const ASKED = 'create-wasm-oci completion';

/**
 * What is wrong with the library's script for bash (0.0.22), and what takes its place. Each was seen in bash 5.2. An upgrade
 * that changes one of these texts fails here.
 */
const CORRECTIONS: readonly { text: string | RegExp; by: string; why: string }[] = [
  {
    text: /^readonly (?=ShellComp)/gm,
    by: '',
    why: 'a second `source`, or the script of another program made by the library, prints an error a line',
  },
  {
    text: '    _get_comp_words_by_ref -n "=:" cur prev words cword\n',
    by: `    if declare -F _get_comp_words_by_ref >/dev/null; then
        _get_comp_words_by_ref -n "=:" cur prev words cword
    else
        words=("\${COMP_WORDS[@]:0:COMP_CWORD+1}") cword=$COMP_CWORD cur=\${COMP_WORDS[COMP_CWORD]}
    fi
`,
    why: 'a bash without the package bash-completion does not have the function',
  },
  {
    text: /^ +requestComp="[\s\S]*?out=\$\(eval "\$requestComp" 2>\/dev\/null\)\n/m,
    by: `    out=$(${ASKED} complete -- "\${words[@]:1:cword}" 2>/dev/null)\n`,
    why: 'eval runs $(…) of the line that is being typed',
  },
  {
    text: '    # Extract directive if present\n',
    by: `    # Readline replaces what follows the equal sign.
    if [[ $cur == --*=* ]]; then cur=\${cur#*=}; fi\n\n    # Extract directive if present\n`,
    why: 'a value behind --option= is compared with the whole word',
  },
  {
    text: 'COMPREPLY=( $(compgen -d -- "$cur") )',
    by: 'COMPREPLY=()',
    why: 'the name of a folder with a space becomes two words; without matches, bash completes folders by itself (dirnames)',
  },
  {
    text: '\ncomplete -F ',
    by: '\ncomplete -o default -F ',
    why: 'files are never completed',
  },
];

/** The completion script of a shell. */
export function completionScript(shell: CompletedShell): string {
  const text = printed(() => script(shell === 'pwsh' ? 'powershell' : shell, 'create-wasm-oci', ASKED));
  return shell === 'bash' ? CORRECTIONS.reduce(corrected, text) : text;
}

function corrected(text: string, { text: old, by }: { text: string | RegExp; by: string }): string {
  const replaced = text.replace(old, () => by);
  if (replaced === text) throw new Error(`@bomb.sh/tab: its script for bash does not have ${old}`);
  return replaced;
}

/** What a function prints: the library has no other way to give its scripts. */
function printed(print: () => void): string {
  const lines: string[] = [];
  const { log } = console;
  console.log = (line: string) => lines.push(line);
  try {
    print();
  } finally {
    console.log = log;
  }
  return `${lines.join('\n')}\n`;
}
