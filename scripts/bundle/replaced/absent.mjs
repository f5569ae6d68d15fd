// Replaces what ../slim.mjs omits from the bundle. A call of it fails, and says so.
function absent() {
  throw new Error('left out of the bundle of create-wasm-oci (scripts/bundle/slim.mjs)');
}

export class FlyRepository {}
export {
  absent as createPromptModule,
  absent as default,
  absent as execa,
  absent as execaCommand,
  absent as execaCommandSync,
  absent as execaCoreSync,
  absent as execaSync,
  absent as findPackagesIn,
  absent as flyImport,
  absent as getNpmPaths,
  absent as glob,
  absent as globSync,
  absent as isDynamicPattern,
  absent as Minimatch,
  absent as minimatch,
  absent as moduleLookupSync,
  absent as pipeToSubprocess,
  absent as simpleGit,
  absent as whichPackageManager,
};
export const CheckRepoActions = {};
export const CleanOptions = {};
