import { quoted } from '../system/shell.js';

/** The groups of flags, with their headings, in the order of `--help`. */
export const flagGroups = {
  project: 'What to make',
  answers: 'Change an answer',
  program: 'Which program of an existing project',
  run: 'What the program gets',
  build: 'How to build',
  output: 'Output',
  files: 'Files and prompts',
  preset: 'Presets',
} as const;

/**
 * One flag of a command line, of the main job or of a subcommand. From this declaration come how it is parsed, its row in
 * `--help`, and the option that Yeoman gets. Every question is one.
 */
export interface Flag<Key extends string = string> {
  key: Key;
  /** What it takes, as `--help` shows it: `REF` in `--image REF`. Absent: on or off, by `--KEY` and `--no-KEY`. */
  placeholder?: string;
  help: string;
  /** Under which heading of `--help` it is. Omitted where a command has few flags. */
  group?: keyof typeof flagGroups;
  /** Of one that is on or off: it is on unless `--no-KEY` is given, and that is what `--help` shows. */
  on?: boolean;
  /** All that it takes, where that is a closed list. */
  choices?: readonly { value: string }[];
  /** A path that it takes, for the completion of shells. */
  path?: 'file' | 'folder';
  /** The letter that does the same: `y` for `-y`. */
  short?: string;
  /** Whether it may be given several times, and all of its values count. */
  repeats?: boolean;
  /**
   * Of one that is on or off: what may follow behind `=`, several times too. Its value is then a list. One of its `choices`
   * may follow as a word of its own.
   */
  valueBehind?: string;
  /** Whether its value is flags of another program: then a word behind it is its value though it begins with a hyphen. */
  takesFlags?: boolean;
}

/** The values of parsed flags, by key. One that was not given has none. */
export type Values<Declared extends Flag> = {
  [One in Declared as One['key']]?: ValueOf<One> | undefined;
};

type ValueOf<One extends Flag> = One extends { repeats: true }
  ? string[]
  : 'placeholder' extends keyof One
    ? undefined extends One['placeholder']
      ? string | boolean
      : string
    : One extends { valueBehind: string }
      ? boolean | string[]
      : boolean;

/** What every command has. */
export const helpFlag = { key: 'help', short: 'h', help: 'this text' } as const satisfies Flag;

/** What the main job has, and cli.ts answers for every command. */
export const versionFlag = { key: 'version', short: 'v', help: 'the version' } as const satisfies Flag;

/** A flag as it is typed first of all: `--image REF`, `--no-build`. */
export function flagUsage({ key, placeholder, valueBehind, on }: Flag): string {
  if (valueBehind !== undefined) return `--${key}[=${valueBehind}]`;
  if (placeholder !== undefined) return `--${key} ${placeholder}`;
  return on ? `--no-${key}` : `--${key}`;
}

/** A flag with its value as they are typed. A value that begins with a hyphen would be taken for an option by itself. */
export function flagWord(flag: string, value: string | undefined): string {
  return value === undefined ? flag : `${flag}${value.startsWith('-') ? '=' : ' '}${quoted(value)}`;
}

/** How node:util parses flags. */
export function parseTypes(
  flags: readonly Flag[],
): Record<string, { type: 'string' | 'boolean'; short?: string; multiple?: boolean }> {
  return Object.fromEntries(
    flags.flatMap(({ key, placeholder, short, repeats, valueBehind }) => [
      [
        key,
        {
          type: placeholder === undefined ? 'boolean' : 'string',
          ...(short !== undefined && { short }),
          ...(repeats && { multiple: true }),
        },
      ],
      ...(valueBehind === undefined ? [] : [[behind(key), { type: 'string', multiple: true }]]),
    ]),
  );
}

/** The name under which node:util gets what follows a flag behind `=`: an option of its is on or off, or has a value. */
export function behind(key: string): string {
  return `${key}-value`;
}

/** An option as Yeoman declares it: `type` makes its value of what minimist parsed, an array where it was given twice. */
interface YeomanOption {
  type: StringConstructor | BooleanConstructor | ((value: string | string[]) => string[]);
  description: string;
}

/** Flags as Yeoman declares options, by key. */
export function yeomanOptions(flags: readonly Flag[]): [key: string, option: YeomanOption][] {
  return flags.map(({ key, placeholder, valueBehind, help, on, repeats }) => [
    key,
    {
      type:
        valueBehind !== undefined
          ? onOrValues(key)
          : repeats
            ? (value: string | string[]) => [value].flat()
            : placeholder === undefined
              ? Boolean
              : String,
      description: on ? `on; --no-${key}: ${help}` : help,
    },
  ]);
}

/** minimist gives '' for a flag by itself, and for one with nothing behind its `=`, which is a script's unset variable. */
function onOrValues(key: string): (value: unknown) => never {
  const convert = (value: unknown) => {
    if (typeof value === 'boolean') return value;
    const values = [value].flat().filter((each) => each !== '');
    if (process.argv.includes(`--${key}=`)) values.push('');
    return values.length > 0 ? values : true;
  };
  return convert as never;
}
