// node scripts/pack.mjs FOLDER
// Packs what dist/ holds as two tarballs: create-wasm-oci for `npm init wasm-oci`, and the same files under the name
// generator-wasm-oci, which is how `yo wasm-oci` finds a generator.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { addressesOf, linksOfPackage, repositoryAddress } from './package-links.mjs';
import { root } from './set-up.mjs';

/**
 * @param {string} folder where the tarballs go
 * @returns {[string, string]} their paths
 */
export function pack(folder) {
  const stage = mkdtempSync(join(tmpdir(), 'create-wasm-oci-pack-'));
  try {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    for (const name of [...manifest.files, 'README.md', 'LICENSE']) {
      cpSync(join(root, name), join(stage, name), { recursive: true });
    }
    const address = repositoryAddress();
    // How to work on the sources, which are not in the package.
    rmSync(join(stage, 'docs/contributing.md'));
    // The README shows them from the repository's page.
    rmSync(join(stage, 'docs/pictures'), { recursive: true, force: true });
    // Background that no message names: on the repository's page.
    rmSync(join(stage, 'docs/explanation'), { recursive: true });
    linksOfPackage(stage, address && `${address}/blob/v${manifest.version}`);
    return ['create-wasm-oci', 'generator-wasm-oci'].map((name) => {
      const { scripts, devDependencies, bin, ...rest } = manifest;
      // Both may be installed globally: only one of them brings the command.
      const own = { ...rest, ...addressesOf(address), name, ...(name === manifest.name && { bin }) };
      writeFileSync(join(stage, 'package.json'), `${JSON.stringify(own, null, 2)}\n`);
      return npmPack(stage, folder);
    });
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

function npmPack(cwd, folder) {
  const args = ['pack', '--json', '--ignore-scripts', '--loglevel=error', '--pack-destination', folder];
  const shell = process.platform === 'win32';
  const packed = JSON.parse(execFileSync('npm', args, { cwd, shell, encoding: 'utf8', stdio: ['ignore', 'pipe', 2] }));
  // npm 11 answers with an object by name, earlier ones with a list.
  return join(folder, Object.values(packed)[0].filename);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(pack(resolve(process.argv[2] ?? '.')).join('\n'));
}
