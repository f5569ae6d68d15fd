// What of the dependencies is not bundled as it is, and why. Most of Yeoman's size is for what our generators never do.
import { readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

/** An import, the folder of the package that it stands in, and the file in replaced/ that is imported instead. */
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
  // 0.5 MB for "edit" in the conflict prompt: loaded by those who choose it.
  { name: '@inquirer/external-editor', importer: 'node_modules/@inquirer/editor/', by: 'external-editor.mjs' },
  // One ejs: mem-fs-editor brings an older one.
  { name: 'ejs', importer: 'node_modules/mem-fs-editor/', by: 'ejs.mjs' },
  // The escapers write TOML and do not read it: a parser would be loaded for `--help`. What reads manifests has it.
  { name: '@iarna/toml', importer: 'generators/core/languages/escape', by: 'toml.mjs' },
  // Tables for twenty locales, each compiled at start: names are transliterated the same everywhere.
  { name: './locale-replacements.js', importer: 'node_modules/@sindresorhus/transliterate/', by: 'no-locales.mjs' },
];

/** Text in a dependency, and what it becomes. */
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
  // A pattern of two thousand letters, compiled when it is first needed instead of at start.
  {
    file: '@sindresorhus/transliterate/index.js',
    text: 'const defaultPattern = buildReplacementPattern(builtinReplacements);',
    by: () => 'let defaultPattern;',
  },
  {
    file: '@sindresorhus/transliterate/index.js',
    text: 'let pattern = defaultPattern;',
    by: () => 'let pattern = (defaultPattern ??= buildReplacementPattern(builtinReplacements));',
  },
  // All of lodash, as `this._` of every generator.
  { file: 'yeoman-generator/dist/generator.js', text: '    _ = _;\n', by: () => '' },
];

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
      for (const edit of edits) {
        if (!code.includes(edit.text)) this.error(`${edit.file} no longer holds ${edit.text}`);
        left.delete(edit);
        code = code.replace(edit.text, () => edit.by(versionOf));
      }
      return edits.length > 0 ? code : undefined;
    },
    buildEnd() {
      if (!whole) return;
      for (const { name, file } of left)
        this.error(`nothing imports ${name ?? file} any more: see scripts/bundle/slim.mjs`);
    },
  };
}
