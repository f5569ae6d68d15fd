// One project, as a user of the tool meets it: `--yes`, then once more with the flags that the message names.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../../scripts/set-up.mjs';

const { bin } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const script = join(root, bin['create-wasm-oci']);

/** A build with half a hundred crates on a busy machine takes that long. */
const LIMIT = 900_000;

/**
 * @typedef {object} Row
 * @property {string} name
 * @property {string} version
 * @property {string} language
 * @property {boolean} buildable
 * @property {string} recognised
 * @property {string} built `first try`, `second try`, or `no`
 * @property {string} flags those of the second try
 * @property {boolean} ran
 * @property {string} cause what the tool says where it was not built
 * @property {boolean} rightCause
 * @property {number} seconds
 */

/**
 * @param {import('./fetch.mjs').Project} project
 * @returns {Row}
 */
export function trial(project, { directory, env, say }) {
  const started = performance.now();
  const first = adopt(directory, [], env);
  let last = first;
  let flags = [];
  if (first.exitCode !== 0) {
    flags = namedFlags(first, project);
    // A Containerfile of the project's own is in the way of ours.
    if (flags.length === 0 && shownFixes(first).includes('--force')) flags = ['--force'];
    if (flags.length > 0) {
      say(`${project.name}: ${sentence(first)} -> ${flags.join(' ')}`);
      last = adopt(directory, flags, env);
      // Not the user's choice: what an earlier try wrote is in the way.
      if (last.exitCode === 1 && shownFixes(last).includes('--force'))
        last = adopt(directory, [...flags, '--force'], env);
    }
  }
  const built = last.exitCode !== 0 ? 'no' : last === first ? 'first try' : 'second try';
  const result = built === 'no' ? { ran: false, note: '' } : runImage(project, last.image, env);
  if (last.image) podman(['rmi', '--force', '--ignore', last.image], { env });
  const cause = built === 'no' ? sentence(last) : result.note;
  return {
    name: project.name,
    version: project.version,
    language: project.language,
    buildable: project.buildable,
    recognised: first.adopted?.found?.[0] ?? (last.adopted?.found?.[0] || 'no'),
    built,
    flags: built === 'second try' || last !== first ? flags.join(' ') : '',
    ran: result.ran,
    cause,
    rightCause: project.cause === undefined || new RegExp(project.cause, 'i').test(`${cause}\n${shownFixes(last)}`),
    seconds: Math.round((performance.now() - started) / 1000),
  };
}

function adopt(directory, flags, env) {
  const args = [script, 'containerfile', directory, '--yes', '--json', '--engine', 'podman', ...flags];
  const { stdout, stderr, status, error } = spawnSync(process.execPath, args, {
    cwd: dirname(directory),
    env,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    timeout: LIMIT,
  });
  try {
    return { exitCode: 0, ...JSON.parse(stdout) };
  } catch {
    return {
      exitCode: status ?? 1,
      error: error ? `after ${LIMIT / 1000} s: ${error.message}` : `no JSON: ${stderr.slice(-500)}`,
    };
  }
}

/** Flags of other programs, and those that change no build. */
const OTHERS = /^--(?:build-arg|no-cache|platform|target|help|preset|force|name|init|accept-empty)\b/;

/** In prose without a value, these are only named. */
const NEED_VALUES = /^--(?:define|make-var|cflags|ldflags|configure-flags|build-env|in|bin|package|features|tags)$/;

/** These have no value: the next word is one of the sentence. */
const WITHOUT_VALUE = /^(--(?:no-default-features|accept-empty))[ =].*/;

/** A command of another program has flags of its own: `cargo tree --invert NAME`. */
const isOurs = ({ command }) => command === undefined || /^(?:create-wasm-oci|npm init|--)/.test(command);

/** The flags of the first fix that names some; of several programs the one that the list picks, as a user would. */
function namedFlags({ fix = [] }, { pick = [] }) {
  const texts = fix.filter(isOurs).map(({ command, text }) => [command, text].filter(Boolean).join('   '));
  const picked = `${pick.join(' ')} `;
  if (pick.length > 0 && texts.some((text) => `${text} `.includes(picked))) return pick;
  // Its value begins with a hyphen.
  const [, forConfigure] = /--configure-flags ('[^']*'|\S+)/.exec(texts.join('\n')) ?? [];
  if (forConfigure && !/[A-Z]{3}/.test(forConfigure)) return ['--configure-flags', forConfigure.replaceAll("'", '')];
  for (const text of texts) {
    const flags = [
      ...text.matchAll(/(?<=^|[\s(:])--[a-z][a-z-]*(?:[ =](?!--)(?:'[^']*'|"[^"]*"|[\w./:,=@+-]+(?=[\s).,;]|$)))?/g),
    ].map(([flag]) => flag.replace(WITHOUT_VALUE, '$1'));
    const ours = flags
      .filter((flag) => !OTHERS.test(flag) && !/[ =][A-Z_]+$/.test(flag) && !NEED_VALUES.test(flag))
      .slice(0, 2);
    if (ours.length > 0) return ours.flatMap(words);
  }
  return [];
}

/** `--flag value` as two words, without quotes. */
function words(flag) {
  const [, name = '', value] = /^(--[a-z-]+)(?:[ =](.*))?$/.exec(flag) ?? [];
  return value === undefined ? [name] : [name, value.replace(/^(['"])(.*)\1$/, '$2')];
}

const sentence = ({ error = '' }) => error.split('\n')[0].trim();
const shownFixes = ({ fix = [] }) => fix.map(({ command = '', text = '' }) => `${command} ${text}`).join('\n');

function podman(args, options) {
  return spawnSync('podman', args, { encoding: 'utf8', timeout: 120_000, maxBuffer: 1 << 28, ...options });
}

/** A trap is an error; exit codes are lost under crun and WasmEdge, so the output decides. */
function runImage({ run: { args = [], input = '', prints } }, image, env) {
  const flags = ['run', '--rm', '--interactive', '--pull=never', '--platform', 'wasi/wasm'];
  const { stdout, stderr } = podman([...flags, image, ...args], { env, input });
  const printed = `${stdout}${stderr}`;
  const ran = printed.includes(prints);
  return { ran, note: ran ? '' : `printed ${JSON.stringify(printed.slice(0, 120))} for ${JSON.stringify(prints)}` };
}
