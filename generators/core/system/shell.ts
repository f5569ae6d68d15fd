import type { Environment } from './search-path.js';

/** The shells that a printed command line may be typed into. `windows-powershell` is version 5, `powershell` is 7. */
export type Shell = 'posix' | 'powershell' | 'windows-powershell' | 'cmd';

/** The shell of the user, by the variables that each sets for what it starts. */
export function userShell(env: Environment = process.env, platform: NodeJS.Platform = process.platform): Shell {
  if (platform !== 'win32') return 'posix';
  // Git Bash and MSYS2 set both, Cygwin SHELL.
  if (env.MSYSTEM || env.SHELL) return 'posix';
  // npm starts cmd.exe in between, so what cmd sets (PROMPT) tells nothing. PowerShell puts the user's own folder of
  // modules in front of those of the system (about_PSModulePath), and version 7 its own.
  const modules = env.PSModulePath ?? '';
  if (/\\PowerShell\\7[^;\\]*\\Modules/i.test(modules) || env.POWERSHELL_DISTRIBUTION_CHANNEL) return 'powershell';
  return /\\Documents\\WindowsPowerShell\\Modules/i.test(modules) ? 'windows-powershell' : 'cmd';
}

/** One word of a command line, bare where that is harmless: any text, and nothing but text to the shell. */
export function quoted(text: string, shell: Shell = userShell()): string {
  return QUOTERS[shell](text);
}

const QUOTERS: Record<Shell, (text: string) => string> = {
  posix: (text) => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replace(/'/g, `'\\''`)}'`),
  powershell: (text) => (POWERSHELL_BARE.test(text) ? text : singleQuoted(text)),
  // Version 5 passes a quote on to a program as it is, and a word with a space in quotes of its own.
  'windows-powershell': (text) => {
    if (POWERSHELL_BARE.test(text)) return text;
    if (text === '') return `'""'`;
    const inner = text.replace(/(\\*)"/g, '$1$1\\"');
    return singleQuoted(/\s/.test(text) ? inner.replace(/\\+$/, '$&$&') : inner);
  },
  // A variable is read between two % in quotes, too; outside of them, ^ is part of a name that no variable has.
  cmd: (text) =>
    /^[\w+:./\\@-]+$/.test(text)
      ? text
      : `"${text.replace(/(\\*)("|$)/g, (_, before: string, end: string) => before + before + (end && '""')).replaceAll('%', '"^%"')}"`,
};

const POWERSHELL_BARE = /^[\w+:./\\=-]+$/;

/** PowerShell takes the four typographic quotes for its own. */
function singleQuoted(text: string): string {
  return `'${text.replace(/['\u2018-\u201b]/g, '$&$&')}'`;
}

/** Command lines of which each runs if the one before it succeeded. */
export function inSequence(lines: readonly string[], shell: Shell = userShell()): string {
  if (shell !== 'windows-powershell') return lines.join(' && ');
  return lines.reduceRight((rest, line) => `${line}; if ($?) { ${rest} }`);
}

/** Goes to a folder. */
export function goTo(folder: string, shell: Shell = userShell()): string {
  // cmd's own cd stays on the drive without it.
  return `cd ${shell === 'cmd' && /^[a-z]:/i.test(folder) ? '/d ' : ''}${quoted(folder, shell)}`;
}

/** Sets a variable for what is started next. */
export function setVariable(name: string, value: string, shell: Shell = userShell()): string {
  if (shell === 'posix') return `export ${name}=${quoted(value, shell)}`;
  if (shell === 'cmd') return `set "${name}=${value}"`;
  return `$env:${name} = ${singleQuoted(value)}`;
}

/** Takes a variable away. */
export function unsetVariable(name: string, shell: Shell = userShell()): string {
  if (shell === 'posix') return `unset ${name}`;
  return shell === 'cmd' ? `set ${name}=` : `Remove-Item Env:${name}`;
}

/** Removes a file. */
export function removeFile(path: string, shell: Shell = userShell()): string {
  return `${shell === 'cmd' ? 'del' : 'rm'} ${quoted(path, shell)}`;
}

/** Removes a folder with all that is in it. */
export function removeFolder(path: string, shell: Shell = userShell()): string {
  return `${shell === 'cmd' ? 'rmdir /s' : 'rm -r'} ${quoted(path, shell)}`;
}
