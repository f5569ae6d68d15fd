// Where the package says that it comes from, and where the links of its documents lead.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { root } from './set-up.mjs';

/**
 * The repository's page: of the workflow that makes a release, else of the clone's remote. No address is written down in
 * package.json, for a fork's package would name somebody else's.
 * @returns {string | undefined}
 */
export function repositoryAddress(env = process.env) {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository } = env;
  if (server && repository) return `${server}/${repository}`;
  try {
    const args = ['config', '--get', 'remote.origin.url'];
    const url = execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    const [, host, path] = /^(?:https:\/\/|(?:ssh:\/\/)?git@)(github\.com)[/:](.+?)(?:\.git)?$/.exec(url) ?? [];
    return host && `https://${host}/${path}`;
  } catch {
    // No git, or no remote.
    return undefined;
  }
}

/** The keys of package.json that hold the address: npm's provenance compares `repository` with the workflow's. */
export function addressesOf(address) {
  if (!address) return {};
  return {
    repository: { type: 'git', url: `git+${address}.git` },
    homepage: `${address}#readme`,
    bugs: { url: `${address}/issues` },
  };
}

/**
 * Has every relative link of the package's documents lead to a file of the package. One to another file of the
 * repository leads to its page there, and is plain text where the repository has none. So do pictures, which are
 * omitted then.
 * @param {string} stage the package's folder
 * @param {string | undefined} page what a path of the repository is put behind
 */
export function linksOfPackage(stage, page) {
  for (const file of documents(stage)) {
    const text = readFileSync(file, 'utf8');
    const linked = text.replace(
      /(!?)\[([^\]]+)\]\((?![a-z]+:|#)([^)#\s]+)(#[^)]*)?\)/g,
      (link, picture, label, path, anchor = '') => {
        const target = join(dirname(file), path);
        if (existsSync(target)) return link;
        if (!page) return picture ? '' : label;
        const address = `${page}/${relative(stage, target).replaceAll('\\', '/')}`;
        return `${picture}[${label}](${address}${picture ? '?raw=true' : anchor})`;
      },
    );
    if (linked !== text) writeFileSync(file, linked);
  }
}

/** The package's own documents; templates are the projects'. */
function documents(stage) {
  return ['README.md', 'SECURITY.md']
    .map((name) => join(stage, name))
    .concat(
      readdirSync(join(stage, 'docs'), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.md'))
        .map((name) => join(stage, 'docs', name)),
    )
    .filter((file) => existsSync(file));
}
