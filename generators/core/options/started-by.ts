import { commandNames } from './command-list.js';

/** What started this program: lines that it prints begin as they were typed. Undefined: nothing known, a shell. */
export type Starter = 'npm-init' | 'npm-exec' | 'npm-start' | 'pnpm' | 'yarn' | 'bun' | undefined;

/**
 * What started this program. Every package manager says who it is by npm_config_user_agent, and hands that on to what a
 * script of it starts; npm's own variables say besides whether it was this program. Seen with npm 9, 10 and 11.
 */
export function starterOf(env: NodeJS.ProcessEnv): Starter {
  const manager = /^(pnpm|yarn|bun)\//.exec(env.npm_config_user_agent ?? '')?.[1];
  if (manager) return manager as 'pnpm' | 'yarn' | 'bun';
  const { npm_lifecycle_event: event, npm_lifecycle_script: script = '', npm_command: command } = env;
  if (event === 'npx' && script.includes('wasm-oci')) return command === 'init' ? 'npm-init' : 'npm-exec';
  // A clone of the repository, by `npm start --`.
  if (event === 'start' && env.npm_package_name === 'create-wasm-oci') return 'npm-start';
  return undefined;
}

/** What a project's README begins its lines with: the package manager that it was first written with. */
export const packageManagers = ['npm', 'pnpm', 'yarn', 'bun'] as const;
export type PackageManager = (typeof packageManagers)[number];

/** The package manager that started this program; npm, which comes with Node, where nothing else is known. */
export function packageManagerOf(starter: Starter): PackageManager {
  return packageManagers.find((one) => one === starter) ?? 'npm';
}

/** What a line of that package manager begins with. */
export function starterFor(manager: PackageManager): Starter {
  return manager === 'npm' ? 'npm-init' : manager;
}

/** The line that starts the main job, or the subcommand that `words` begins with. */
export function startLine(words: readonly string[], options: readonly string[], starter: Starter): string {
  const join = (...parts: readonly (string | readonly string[])[]) => parts.flat().join(' ');
  if (starter === 'npm-start') return join('npm start --', words, options);
  if (starter === 'pnpm' || starter === 'yarn' || starter === 'bun')
    return join(`${starter} create wasm-oci`, words, options);
  // npm keeps options before `--` for itself.
  return join('npm init wasm-oci', words, options.length > 0 ? ['--', ...options] : []);
}

/** How this program is called by whom it was started by. The package brings one command, which only a global install puts on PATH. */
const PROGRAMS: Readonly<Record<NonNullable<Starter>, string>> = {
  'npm-init': 'npx create-wasm-oci',
  'npm-exec': 'npx create-wasm-oci',
  'npm-start': 'npm start --',
  pnpm: 'pnpm dlx create-wasm-oci',
  // `yarn dlx` is unknown to Yarn 1.
  yarn: 'yarn create wasm-oci',
  bun: 'bunx create-wasm-oci',
};

/** The usage and the examples of a help text as this user types them. */
export function helpAsTyped(text: string, starter: Starter = starterOf(process.env)): string {
  return text.replace(
    /^(Usage: | {2})(create-wasm-oci .*)$/gm,
    (_line, before: string, words: string) => before + asTyped(words, starter),
  );
}

/** This program in the middle of a sentence: before one of its commands, an option, or a folder. */
const MENTIONED = new RegExp(`([:;,] )(?:npx )?create-wasm-oci(?= (?:(?:${commandNames.join('|')})\\b|--|\\./))`, 'g');

/** `create-wasm-oci …` where a fix begins with it, or names one of its commands, as this user types it. */
export function asTyped(text: string, starter: Starter = starterOf(process.env)): string {
  if (starter === undefined) return text;
  const program = PROGRAMS[starter];
  return text
    .replace(/^(?:npx )?create-wasm-oci(?= )/, program)
    .replace(/^npx create-wasm-oci(?=@)/, program.startsWith('npm start') ? '$&' : program)
    .replace(MENTIONED, `$1${program}`);
}
