// Makes dist/ out of generators/: a few files with everything they import in them, so that installing the package
// installs one package, and starting it reads few files.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { oneCopy } from './one-copy.mjs';
import { slim } from './slim.mjs';
import { thirdParty } from './third-party.mjs';

/** What users, npm and Yeoman start. The generators are where Yeoman looks for them in a package. */
const ENTRIES = {
  cli: 'generators/cli.ts',
  'generators/app/index': 'generators/app/index.ts',
  'generators/containerfile/index': 'generators/containerfile/index.ts',
};

/**
 * What is one file, each with all that it imports. Every file that is read costs 2 ms of a start, so modules that are
 * always loaded together are one file. There are three: for every start, --help as well; for the command line; for a
 * new project up to its files.
 */
const GROUPS = [
  {
    name: 'start',
    test: /[\\/]core[\\/](system[\\/]package-root|failure|options[\\/](started-by|command-list)|terminal[\\/]output)|rolldown[\\/]runtime/,
    priority: 3,
  },
  {
    name: 'options',
    // With what --help of each command says: completion reads all of it.
    test: /[\\/]commands[\\/][^\\/]+[\\/](help|flags)\.ts$|[\\/]core[\\/](options|engines[\\/]podman[\\/]prefetch|languages[\\/]([^\\/]+|[^\\/]+[\\/](language|symptoms)\.ts)$)/,
    priority: 2,
  },
  { name: 'job', test: /[\\/]core[\\/]project[\\/](new[\\/]|run\.|fresh-folder)/, priority: 1 },
];

/** How the whole program is written. */
const WHOLE = { minify: true, codeSplitting: { groups: GROUPS }, chunkFileNames: 'chunks/[name]-[hash].js' };

/**
 * Makes dist/.
 * @param {string} root the repository's folder
 * @returns {Promise<string>} the licences of the packages in it
 */
export async function bundle(root) {
  const output = await write(root, ENTRIES, { dir: join(root, 'dist'), cleanDir: true, ...WHOLE });
  const modules = output.flatMap((chunk) => ('modules' in chunk ? Object.entries(chunk.modules) : []));
  // What tree-shaking left nothing of is not in the package.
  const bundled = modules.filter(([, { renderedLength }]) => renderedLength > 0).map(([id]) => id);
  return thirdParty(bundled, readFileSync(join(root, 'LICENSE'), 'utf8'));
}

/**
 * The files of dist/, each with its source map, without writing them.
 * @param {string} root the repository's folder
 */
export async function bundleWithMaps(root) {
  const build = await rolldown(inputOptions(root, ENTRIES));
  const { output } = await build.generate({ format: 'esm', ...WHOLE, sourcemap: true });
  return output.filter(({ type }) => type === 'chunk');
}

/**
 * Makes one file out of a source and all that it imports, for tests that use a part of the program by itself.
 * @param {string} root the repository's folder
 * @param {string} input the source, relative to it
 * @param {string} file the file to write
 */
export async function bundleFile(root, input, file) {
  await write(root, { bundle: input }, { file, codeSplitting: false });
}

/**
 * The same, as text: for code that is changed before it runs.
 * @param {string} root the repository's folder
 * @param {string} input the source, relative to it
 * @returns {Promise<string>} the code, each module behind a comment with its path
 */
export async function bundleText(root, input) {
  const build = await rolldown(inputOptions(root, { bundle: input }));
  const { output } = await build.generate({ format: 'esm', codeSplitting: false });
  return output[0].code;
}

async function write(root, input, options) {
  const build = await rolldown(inputOptions(root, input));
  const { output } = await build.write({ format: 'esm', ...options });
  return output;
}

function inputOptions(root, input) {
  return {
    cwd: root,
    input,
    platform: 'node',
    resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
    plugins: [slim(root, input === ENTRIES), oneCopy()],
    // Yeoman's package does not say so of itself: without this, its command-line parser would come along unused.
    treeshake: {
      moduleSideEffects: [{ test: /node_modules[\\/](yeoman-environment|commander)[\\/]/, sideEffects: false }],
    },
    // @iarna/toml asks for util.inspect by eval, so that bundlers for browsers do not find it.
    checks: { eval: false },
  };
}
