import { posix } from 'node:path';

/** A containers.conf file. */
export interface ConfFile {
  path: string;
  text: string;
}

/** Something in a containers.conf that Podman does not take as it was meant. */
export interface ConfMistake {
  id: 'array' | 'spelling' | 'unreadable';
  path: string;
  /** Counted from 1. Missing when only the file is known. */
  line?: number;
  /** What the line says, and what that does. */
  message: string;
  fix: string;
}

/**
 * The files that a local Podman reads, in its order; a name that ends in `/` is a folder of `*.conf` files.
 * Source: containers.conf(5), and containers/common, pkg/config (systemConfigs).
 */
export function confPlaces(env: NodeJS.ProcessEnv, home: string): string[] {
  const own = posix.join(env.XDG_CONFIG_HOME || posix.join(home, '.config'), 'containers/containers.conf');
  const usual = [
    '/usr/share/containers/containers.conf',
    '/etc/containers/containers.conf',
    '/etc/containers/containers.conf.d/',
    own,
    `${own}.d/`,
  ];
  const override = env.CONTAINERS_CONF_OVERRIDE;
  return [...(env.CONTAINERS_CONF ? [env.CONTAINERS_CONF] : usual), ...(override ? [override] : [])];
}

/** Prints every line of a machine's files with file and number in front, for `podman machine ssh`. */
export const CONF_IN_MACHINE =
  "grep -sHn '' /usr/share/containers/containers.conf /etc/containers/containers.conf " +
  '/etc/containers/containers.conf.d/*.conf .config/containers/containers.conf .config/containers/containers.conf.d/*.conf';

/** Puts the files together again that CONF_IN_MACHINE has printed. */
export function confFilesOf(printed: string): ConfFile[] {
  const files = new Map<string, string[]>();
  for (const [, path = '', text = ''] of printed.matchAll(/^(.*?\.conf):\d+:(.*)$/gm)) {
    files.set(path, [...(files.get(path) ?? []), text]);
  }
  return [...files].map(([path, lines]) => ({ path, text: lines.join('\n') }));
}

const FIX_ARRAY = 'Write "wasi/wasm" = "crun-wasm": each value in platform_to_oci_runtime is a text, not an array.';

/** The mistakes that users make about WebAssembly, with their lines. */
export function mistakesIn({ path, text }: ConfFile): ConfMistake[] {
  const mistakes: ConfMistake[] = [];
  let table = '';
  for (const [index, written] of text.split('\n').entries()) {
    const code = written.replace(/^\s*#.*/, '').trim();
    table = /^\[\s*([\w."/-]+)\s*\]/.exec(code)?.[1] ?? table;
    const line = index + 1;
    const inTable = table === 'engine.platform_to_oci_runtime' && /^"?wasi\/wasm(?:32)?"?\s*=\s*\[/.test(code);
    if (inTable || /platform_to_oci_runtime\s*=\s*\{.*=\s*\[/.test(code)) {
      mistakes.push({
        id: 'array',
        path,
        line,
        message: `${code}   is an array, so Podman reads no settings at all`,
        fix: FIX_ARRAY,
      });
    }
    // The comment in the file that Podman ships has the s; what Podman reads has none (containers/common#408).
    if (/^runtime_supports_nocgroups\s*=/.test(code)) {
      mistakes.push({
        id: 'spelling',
        path,
        line,
        message: 'runtime_supports_nocgroups is not a setting: Podman ignores it',
        fix: 'Write runtime_supports_nocgroup, without the s.',
      });
    }
  }
  return mistakes;
}

/** The place that Podman itself complains about: in `podman`'s words when a file cannot be read. */
export function confErrorIn(output: string): ConfMistake | undefined {
  const said = /decod(?:e|ing) configuration (?<path>.*?): (?<why>.*)/.exec(output)?.groups;
  if (!said?.path) return undefined;
  const { path, why = '' } = said;
  const line = /\bline (\d+)/.exec(why)?.[1];
  const isArray = why.includes('platform_to_oci_runtime');
  return {
    id: isArray ? 'array' : 'unreadable',
    path,
    ...(line !== undefined && { line: Number(line) }),
    message: `Podman cannot read it: ${why}`,
    fix: isArray ? FIX_ARRAY : 'Fix that line: the file is TOML.',
  };
}

/** `/etc/containers/containers.conf line 12`. */
export function mistakePlace({ path, line }: ConfMistake): string {
  return line === undefined ? path : `${path} line ${line}`;
}
