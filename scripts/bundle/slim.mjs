// What of the dependencies is not bundled as it is, and why. Most of Yeoman's size is for what our generators never do.
import { readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import MagicString from 'magic-string';

/** An import, the folder of the package that it is in, and the file in replaced/ that is imported instead. */
const REPLACED = [
  // Installs generators from the registry while it runs, with npm's Arborist (1 MB).
  { name: 'fly-import', importer: 'node_modules/yeoman-environment/', by: 'absent.mjs' },
  // Looks for installed generators: ours is handed to the environment.
  { name: './module-lookup.js', importer: 'node_modules/yeoman-environment/', by: 'absent.mjs' },
  { name: 'which-package-manager', importer: 'node_modules/yeoman-environment/', by: 'absent.mjs' },
  // `this.spawn`, `this.simpleGit`, npm install and dependencies of a package.json: our projects have none.
  { name: 'execa', importer: 'node_modules/yeoman-environment/', by: 'absent.mjs' },
  { name: 'execa', importer: 'node_modules/yeoman-generator/', by: 'absent.mjs' },
  { name: 'simple-git', importer: 'node_modules/yeoman-generator/', by: 'absent.mjs' },
  { name: 'latest-version', importer: 'node_modules/yeoman-generator/', by: 'absent.mjs' },
  // Never asked to normalise: `readPackageUpSync({ normalize: false })`.
  { name: 'normalize-package-data', importer: 'node_modules/read-pkg/', by: 'absent.mjs' },
  // The adapter's own prompts, an older major than ours: it is handed a prompt module (run-generator.ts).
  { name: 'inquirer', importer: 'node_modules/@yeoman/adapter/', by: 'absent.mjs' },
  { name: 'ora', importer: 'node_modules/@yeoman/adapter/', by: 'no-spinner.mjs' },
  // 318 kB for "edit" in the conflict prompt, most of it tables of encodings.
  { name: '@inquirer/external-editor', importer: 'node_modules/@inquirer/editor/', by: 'external-editor.mjs' },
  // One ejs: mem-fs-editor brings an older one.
  { name: 'ejs', importer: 'node_modules/mem-fs-editor/', by: 'ejs.mjs' },
  // Copies of files by patterns, and `.yo-resolve`, which is refused: our generators write each file by its path.
  { name: 'tinyglobby', importer: 'node_modules/mem-fs-editor/', by: 'absent.mjs' },
  { name: 'multimatch', importer: 'node_modules/mem-fs-editor/', by: 'absent.mjs' },
  { name: 'minimatch', importer: 'node_modules/mem-fs-editor/', by: 'absent.mjs' },
  { name: 'minimatch', importer: 'node_modules/@yeoman/', by: 'absent.mjs' },
  { name: './transform.js', importer: 'node_modules/@yeoman/conflicter/', by: 'yo-files.mjs' },
  // A table of two sizes, and two lists of extensions besides the look into the file.
  { name: './binary-diff.js', importer: 'node_modules/@yeoman/conflicter/', by: 'binary-diff.mjs' },
  { name: 'textextensions', importer: 'node_modules/mem-fs-editor/', by: 'absent.mjs' },
  { name: 'binaryextensions', importer: 'node_modules/mem-fs-editor/', by: 'absent.mjs' },
  { name: 'debug', importer: 'node_modules/', by: 'no-debug.mjs' },
  { name: 'parse-json', importer: 'node_modules/read-pkg/', by: 'parse-json.mjs' },
  { name: 'lodash-es', importer: 'node_modules/yeoman-', by: 'lodash.mjs' },
  { name: 'p-queue', importer: 'node_modules/p-transform/', by: 'p-queue.mjs' },
  { name: 'eslint-visitor-keys', importer: 'node_modules/toml-eslint-parser/', by: 'visitor-keys.mjs' },
  // Kinds of prompts that neither Yeoman nor our questions use.
  { name: '@inquirer/checkbox', importer: 'node_modules/@inquirer/prompts/', by: 'checkbox.mjs' },
  { name: '@inquirer/number', importer: 'node_modules/@inquirer/prompts/', by: 'absent.mjs' },
  { name: '@inquirer/password', importer: 'node_modules/@inquirer/prompts/', by: 'absent.mjs' },
  { name: '@inquirer/rawlist', importer: 'node_modules/@inquirer/prompts/', by: 'absent.mjs' },
  { name: '@inquirer/search', importer: 'node_modules/@inquirer/prompts/', by: 'absent.mjs' },
  // execa's other ways to start and to read programs: ours are `run` and `pipe` (generators/core/system/process.ts).
  { name: './main-sync.js', importer: 'node_modules/execa/', by: 'absent.mjs' },
  { name: './template.js', importer: 'node_modules/execa/lib/methods/create.js', by: 'execa.mjs' },
  { name: '../pipe/setup.js', importer: 'node_modules/execa/', by: 'absent.mjs' },
  { name: '../convert/add.js', importer: 'node_modules/execa/', by: 'execa.mjs' },
  { name: '../ipc/methods.js', importer: 'node_modules/execa/', by: 'execa.mjs' },
  { name: '../ipc/buffer-messages.js', importer: 'node_modules/execa/', by: 'execa.mjs' },
  { name: '../ipc/ipc-input.js', importer: 'node_modules/execa/', by: 'execa.mjs' },
  { name: '../ipc/graceful.js', importer: 'node_modules/execa/', by: 'execa.mjs' },
  { name: 'figures', importer: 'node_modules/execa/', by: 'execa.mjs' },
  { name: 'pretty-ms', importer: 'node_modules/execa/', by: 'execa.mjs' },
  // Its functions one by one, each made when it is first called: ninety patterns, which few starts need.
  { name: 'semver', importer: 'generators/', by: 'semver.mjs' },
  // The escapers write TOML and do not read it: a parser would be loaded for `--help`. What reads manifests has it.
  { name: '@iarna/toml', importer: 'generators/core/languages/escape', by: 'toml.mjs' },
  // Tables for twenty locales, each compiled at start: names are transliterated the same everywhere.
  { name: './locale-replacements.js', importer: 'node_modules/@sindresorhus/transliterate/', by: 'no-locales.mjs' },
];

/** Text in a dependency, or a pattern of it, and what it becomes. */
const EDITED = [
  // They read their own package.json; in a bundle, that path leads to ours.
  {
    file: 'yeoman-generator/dist/generator.js',
    text: "JSON.parse(readFileSync(pathJoin(_dirname, '../package.json'), 'utf8'))",
    by: (versionOf) => JSON.stringify({ version: versionOf('yeoman-generator') }),
  },
  {
    file: 'yeoman-environment/dist/environment-base.js',
    text: "require('../package.json').version",
    by: (versionOf) => JSON.stringify(versionOf('yeoman-environment')),
  },
  // A table of two thousand letters and a pattern of them, made when they are first needed instead of at start: a name of
  // ASCII characters only has none of them. ^ and ` are diacritics (Unicode, PropList.txt).
  {
    file: '@sindresorhus/transliterate/replacements.js',
    text: 'const replacements = [',
    by: () => 'let map;\nconst builtin = () => (map ??= new Map(letters()));\nconst letters = () => [',
  },
  {
    file: '@sindresorhus/transliterate/replacements.js',
    text: 'const builtinReplacements = new Map(replacements);',
    by: () => 'const builtinReplacements = { get: (key) => builtin().get(key), keys: () => builtin().keys() };',
  },
  {
    file: '@sindresorhus/transliterate/index.js',
    text: 'const defaultPattern = buildReplacementPattern(builtinReplacements);',
    by: () => 'let defaultPattern;',
  },
  {
    file: '@sindresorhus/transliterate/index.js',
    text: 'let pattern = defaultPattern;',
    by: () => 'let pattern;',
  },
  {
    file: '@sindresorhus/transliterate/index.js',
    text: 'string = string.replace(pattern,',
    by: () =>
      'if (/^[\\x00-\\x5D\\x5F\\x61-\\x7F]*$/.test(string)) return string;\n' +
      'pattern ??= defaultPattern ??= buildReplacementPattern(builtinReplacements);\nstring = string.replace(pattern,',
  },
  // Ninety spinners, where ora's own two are used.
  {
    file: 'cli-spinners/spinners.json',
    text: /^[\s\S]*$/,
    by: (_, [json]) => {
      const { dots, line } = JSON.parse(json);
      return JSON.stringify({ dots, line });
    },
  },
  // zstd as WebAssembly, of which a third is left where Node unpacks it first.
  {
    file: 'zstddec/dist/zstddec-stream.mjs',
    text: /const wasm = "([^"]+)"/,
    by: (_, [, base64]) => {
      const packed = brotliCompressSync(Buffer.from(base64, 'base64')).toString('base64');
      return `import { brotliDecompressSync } from 'node:zlib';
const wasm = brotliDecompressSync(Buffer.from('${packed}', 'base64')).toString('base64')`;
    },
  },
  // All of lodash, as `this._` of every generator.
  { file: 'yeoman-generator/dist/generator.js', text: '    _ = _;\n', by: () => '' },
];

/** Where a text is in code, as a pattern's match. */
function plain(code, text) {
  const index = code.indexOf(text);
  return index < 0 ? null : Object.assign([text], { index });
}

/**
 * A plugin that makes dependencies fit for a bundle. Fails where a new version of one no longer has what it looks for.
 * @param {string} root the repository's folder
 * @param {boolean} whole whether the bundle is the whole program, in which everything above has to be found
 */
export function slim(root, whole) {
  const versionOf = (name) =>
    JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')).version;
  const left = new Set([...REPLACED, ...EDITED]);
  const posix = (path) => path.split(sep).join('/');
  return {
    name: 'slim',
    resolveId(name, importer = '') {
      const found = REPLACED.find((entry) => entry.name === name && posix(importer).includes(entry.importer));
      if (!found) return undefined;
      left.delete(found);
      return join(root, 'scripts/bundle/replaced', found.by);
    },
    transform(code, id) {
      const edits = EDITED.filter(({ file }) => posix(id).endsWith(file));
      const edited = new MagicString(code);
      for (const edit of edits) {
        const found = typeof edit.text === 'string' ? plain(code, edit.text) : edit.text.exec(code);
        if (!found) this.error(`${edit.file} no longer holds ${edit.text}`);
        left.delete(edit);
        edited.update(found.index, found.index + found[0].length, edit.by(versionOf, found));
      }
      if (edits.length > 0) return { code: edited.toString(), map: edited.generateMap({ hires: true }) };
    },
    buildEnd() {
      if (!whole) return;
      for (const { name, file } of left)
        this.error(`nothing imports ${name ?? file} any more: see scripts/bundle/slim.mjs`);
    },
  };
}
