import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ExitCode, Failure } from '../failure.js';
import { quoted } from '../system/shell.js';
import type { Flag } from './flag.js';
import { type Starter, starterOf, startLine } from './started-by.js';

/** A command line, taken apart. */
interface CommandWords {
  args: readonly string[];
  values: Readonly<Record<string, unknown>>;
  positionals: readonly string[];
  /** The indices of the positionals among the arguments. */
  places: ReadonlySet<number>;
  flags: readonly Flag[];
  command: string | undefined;
}

/** An option that npm took: as it is typed, and whether its value became a word of its own. */
interface Taken {
  key: string;
  option: string;
  bare: boolean;
}

/** Options that npm has, too: whoever sets them in an .npmrc means npm. */
const OWN_OF_NPM = ['dry-run', 'json', 'force', 'offline', 'package', 'engine-strict'];

/**
 * npm keeps every option before `--` for itself, known or not, and hands on the words without them: `npm init wasm-oci
 * hello --dry-run` would write. It leaves them in its variables, so the run stops with the line to type.
 *
 * @throws Failure (wrong input) where npm started this program and took options of ours
 */
export function refuseTakenByNpm(parsed: CommandWords, env: NodeJS.ProcessEnv): void {
  const starter = starterOf(env);
  if (starter !== 'npm-init' && starter !== 'npm-exec' && starter !== 'npm-start') return;
  const taken = takenByNpm(parsed, env, starter);
  // npm asks nothing with --yes, and users give it for that: by itself it is no sign that it was meant for us.
  if (taken.every(({ key }) => key === 'yes')) return;
  const shownOptions = taken.map(({ key }) => `--${key}`).join(', ');
  const [them, these] = taken.length === 1 ? ['it', 'this option'] : ['them', 'these options'];
  throw new Failure(`npm took ${these} for itself and did not pass ${them} on: ${shownOptions}. Nothing was done.`, {
    exitCode: ExitCode.wrongInput,
    fix: [{ command: lineToType(parsed, taken, env, starter) }],
  });
}

function takenByNpm(
  { values, positionals, flags }: CommandWords,
  env: NodeJS.ProcessEnv,
  starter: NonNullable<Starter>,
): Taken[] {
  return flags.flatMap((flag): Taken[] => {
    const { key, placeholder } = flag;
    if (values[key] !== undefined || key === 'version') return [];
    // npm completes --engine to its own --engine-strict, which takes no value.
    const variable = key === 'engine' ? 'engine-strict' : key;
    const value = env[`npm_config_${variable.replaceAll('-', '_')}`];
    if (value === undefined || (OWN_OF_NPM.includes(variable) && isConfigured(variable, env))) return [];
    if (key === 'engine' && !positionals.some((word) => choicesOf(flag).includes(word))) return [];
    // `npm exec --package=create-wasm-oci` names what npm runs.
    if (key === 'package' && starter === 'npm-exec') return [];
    if (placeholder !== undefined) {
      if (value === 'true') return [{ key, option: `--${key}`, bare: true }];
      return value === '' ? [] : [{ key, option: `--${key}${optionValue(value)}`, bare: false }];
    }
    if (value === 'true') return [{ key, option: `--${key}`, bare: false }];
    // npm sets an option of its own that is off to nothing.
    const off = (value === '' || value === 'false') && key !== 'yes' && !OWN_OF_NPM.includes(key);
    return off ? [{ key: `no-${key}`, option: `--no-${key}`, bare: false }] : [];
  });
}

/** Values that tell which word belongs to which flag. */
function choicesOf(flag: Flag | undefined): string[] {
  return (flag?.choices ?? []).map(({ value }) => value);
}

function optionValue(value: string): string {
  return `${value.startsWith('-') ? '=' : ' '}${quoted(value)}`;
}

/** The same run as it was meant: the words that are values go back to their options. */
function lineToType(
  { args, positionals, places, flags, command }: CommandWords,
  taken: readonly Taken[],
  env: NodeJS.ProcessEnv,
  starter: NonNullable<Starter>,
): string {
  const words = [...positionals];
  const take = (index: number) => (index === -1 ? undefined : words.splice(index, 1)[0]);
  const chosen = new Map<string, string | undefined>();
  const bare = taken.filter(({ bare }) => bare).map(({ key }) => key);
  for (const key of bare) {
    const choices = choicesOf(flags.find((flag) => flag.key === key));
    if (choices.length > 0) chosen.set(key, take(words.findLastIndex((word) => choices.includes(word))));
  }
  // A reference looks like one; any other value follows the directory, as users type it.
  if (bare.includes('image')) chosen.set('image', take(words.findIndex((word) => /[:/]/.test(word))));
  for (const key of bare.toReversed()) {
    if (chosen.get(key) === undefined) chosen.set(key, words.length > 1 ? words.pop() : undefined);
  }
  const options = taken.map(({ key, option, bare }) => {
    if (!bare) return option;
    const value = chosen.get(key);
    return `${option}${value === undefined ? ' VALUE' : optionValue(value)}`;
  });
  const given = args.filter((_, index) => !places.has(index)).map((word) => quoted(word));
  const all = [...(command === undefined ? [] : [command]), ...words.map((word) => quoted(word))];
  const behind = [...options, ...given];
  if (starter !== 'npm-exec') return startLine(all, behind, starter);
  // Anything but the package's own name is where npm was to get it from.
  const from = env.npm_config_package ? `--package=${quoted(env.npm_config_package)} -- create-wasm-oci` : '';
  return ['npm exec', from || 'create-wasm-oci --', ...all, ...behind].join(' ');
}

/** Whether an option of npm's is in one of the files that npm reads, where it is meant for npm. */
function isConfigured(key: string, env: NodeJS.ProcessEnv): boolean {
  const { npm_config_userconfig: user, npm_config_globalconfig: global, npm_config_local_prefix: project } = env;
  const files = [user, global, project && join(project, '.npmrc')];
  const line = new RegExp(`^\\s*${key}\\s*=`, 'm');
  return files.some((file) => file !== undefined && file !== '' && existsSync(file) && line.test(readText(file)));
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
