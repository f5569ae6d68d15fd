import { describe, expect, it } from 'vitest';
import { commands } from '../../generators/commands/commands.js';
import { parseCommandLine } from '../../generators/core/options/command-line.js';
import { flagUsage } from '../../generators/core/options/flag.js';
import { mainHelp } from '../../generators/core/options/help.js';
import { jobFlags, withDefaults } from '../../generators/core/options/job-flags.js';
import { refuseUnknownVariables } from '../../generators/core/options/known-variables.js';
import { questions } from '../../generators/core/options/questions.js';
import { variableOf } from '../../generators/core/options/variables.js';

describe('parseCommandLine', () => {
  it('takes directory, questions and flags apart', () => {
    const line = parseCommandLine(['hello', '--language', 'c', '--name=My App', '--no-build', '--yes']);
    expect(line.directory).toBe('hello');
    expect(line.answers).toEqual({ language: 'c', name: 'My App' });
    expect(line.flags).toMatchObject({
      write: true,
      build: false,
      run: true,
      yes: true,
      'dry-run': false,
      push: false,
    });
  });

  it('takes questions of yes or no as flags', () => {
    expect(parseCommandLine(['--aot', '--no-wasm-opt']).answers).toEqual({ aot: true, 'wasm-opt': false });
  });

  it('takes the hash of a trusted preset behind =, several times, and nothing else there', () => {
    const [one, other] = ['a', 'B'].map((digit) => `sha256:${digit.repeat(64)}`);
    const trust = (...argv: string[]) => parseCommandLine(argv).flags['trust-preset'];
    expect(trust()).toBe(false);
    expect(trust('--trust-preset', 'hello')).toBe(true);
    expect(trust(`--trust-preset=${one}`, 'hello', `--trust-preset=${other}`)).toEqual([one, other?.toLowerCase()]);
    expect(trust(`--trust-preset=${one}`, '--trust-preset')).toEqual([one]);
    expect(trust(`--trust-preset=${one}`, '--no-trust-preset')).toBe(false);
    // An unset variable of a script gives no trust.
    for (const wrong of ['', 'yes', 'sha256:', 'sha256:abc', `sha512:${'a'.repeat(64)}`, 'a'.repeat(64)]) {
      expect(() => trust(`--trust-preset=${wrong}`)).toThrow('hash');
    }
  });

  it('takes the kind of an artifact behind = or as the next word, and another word there for the directory', () => {
    const parsed = (...argv: string[]) => {
      const { directory, flags } = parseCommandLine(argv);
      return [flags.artifact, directory];
    };
    expect(parsed()).toEqual([false, undefined]);
    expect(parsed('--artifact', 'hello')).toEqual(['module', 'hello']);
    expect(parsed('hello', '--artifact', 'component')).toEqual(['component', 'hello']);
    expect(parsed('--artifact=component', 'hello')).toEqual(['component', 'hello']);
    expect(parsed('--artifact', 'component', 'component')).toEqual(['component', 'component']);
    expect(parsed('--artifact=component', '--artifact', 'module', 'hello')).toEqual(['module', 'hello']);
    expect(parsed('--artifact', '--yes', 'hello')).toEqual(['module', 'hello']);
    expect(parsed('--artifact=component', '--no-artifact')).toEqual([false, undefined]);
    // What is resolved is given to Yeoman's code, which resolves it again.
    for (const artifact of ['component', 'module', false] as const)
      expect(withDefaults(withDefaults({ artifact })).artifact).toBe(artifact);
    for (const wrong of ['', 'Component', 'wasm', 'component,module']) {
      expect(() => parsed(`--artifact=${wrong}`)).toThrow(
        `invalid --artifact ${JSON.stringify(wrong)} (allowed: module, component)`,
      );
    }
  });

  it('ignores a stray --, wherever npm or a habit left it', () => {
    const line = parseCommandLine(['--', 'hello', '--', '--yes', '--']);
    expect(line).toMatchObject({ directory: 'hello', flags: { yes: true } });
  });

  it('knows -y, -h and -v', () => {
    expect(parseCommandLine(['-y']).flags.yes).toBe(true);
    expect(parseCommandLine(['-h']).help).toBe(true);
  });

  it('takes the last of two values, as a wrapper script needs it', () => {
    expect(parseCommandLine(['--language', 'c', '--language=rust']).answers).toEqual({ language: 'rust' });
    expect(parseCommandLine(['--no-build', '--build']).flags.build).toBe(true);
  });

  it.each([
    [['--langauge', 'c'], "Unknown option '--langauge'. Did you mean --language?"],
    [['--lang', 'c'], 'Did you mean --language?'],
    [['--no-language'], 'Did you mean --language?'],
    [['--no-biuld'], 'Did you mean --no-build?'],
    [['--dryrun'], 'Did you mean --dry-run?'],
    [['--jsno'], 'Did you mean --json?'],
    [['--quiet'], "Unknown option '--quiet'."],
    [['-5'], "Unknown option '-5'."],
    [['doctr'], '"doctr" is not a command. Did you mean doctor?'],
    [['Doctor'], 'Did you mean doctor?'],
    [['udpate', '--check-in'], "Unknown option '--check-in'"],
    [['udpate', '--yes'], 'Did you mean update?'],
    [['contianerfile'], 'Did you mean containerfile?'],
    [['start'], 'Did you mean run?'],
    [['start', 'hello'], 'Did you mean create-wasm-oci run hello?'],
    [['watch'], 'Did you mean dev?'],
    [['--yes', 'run'], 'run is a command, and a command comes first.'],
    [['push'], 'Did you mean create-wasm-oci build --push?'],
    [['push', 'my app'], "Did you mean create-wasm-oci build 'my app' --push?"],
    [['biuld'], 'Did you mean build?'],
    [['hello', '--yes', 'build'], 'Two directories'],
    [['new', 'hello'], 'Did you mean create-wasm-oci hello?'],
    [['--yes', 'doctor'], 'doctor is a command, and a command comes first.'],
    [['--language'], '--language'],
    [['--yes=1'], '--yes'],
    [['-x'], "Unknown option '-x'"],
    [['a', 'b'], 'Two directories'],
    [[''], 'empty'],
    [['a\0b'], 'NUL'],
  ])('refuses %j', (argv, message) => {
    expect(() => parseCommandLine(argv)).toThrowError(
      expect.objectContaining({ message: expect.stringContaining(message), exitCode: 1 }),
    );
  });
});

describe('helpText', () => {
  it('shows every question, every flag and every environment variable', () => {
    const text = mainHelp(commands);
    for (const question of questions) {
      expect(text).toContain(`--${question.key} `);
      expect(text).toContain(variableOf(question));
    }
    for (const flag of jobFlags) expect(text).toContain(flagUsage(flag));
  });
});

describe('a variable', () => {
  it.each([
    ['WASM_OCI_LANGUGE', 'WASM_OCI_LANGUAGE'],
    ['WASM_OCI_ENGNE', 'WASM_OCI_ENGINE'],
    ['WASM_OCI_LANGUAGES', 'WASM_OCI_LANGUAGE'],
    ['WASM_OCI_WASMOPT', 'WASM_OCI_WASM_OPT'],
  ])('that is nearly one of ours is refused: %s', (name, meant) => {
    expect(() => refuseUnknownVariables({ [name]: 'c' })).toThrow(`Did you mean ${meant}?`);
  });

  it.each(['WASM_OCI_LAB', 'WASM_OCI_IMAGE', 'WASM_OCI_REGISTRY', 'WASM_LANGUGE'])('%s is taken', (name) => {
    expect(() => refuseUnknownVariables({ [name]: 'c' })).not.toThrow();
  });
});
