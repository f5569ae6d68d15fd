// Fetches the sources of public projects by the registries' own clients, which the builder images contain, and checks each
// against the list's hash. They are kept in the cache, never in the checkout.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { root } from '../../scripts/set-up.mjs';

/**
 * A line of list.json.
 * @typedef {object} Project
 * @property {string} name
 * @property {string} version
 * @property {'rust' | 'c' | 'cpp' | 'go'} language
 * @property {'crates' | 'go' | 'debian' | 'npm' | 'pypi'} from
 * @property {string} [source] what the registry calls it, where that is not its name
 * @property {string} [packaged] the version of the package, where that is not the program's
 * @property {string} [inside] the archive within the package that has the sources, where they are in one
 * @property {string} sha256 of the archive; of a Debian source package the upstream archive's
 * @property {string[]} [pick] the flags that a user types who knows which of several programs is wanted
 * @property {boolean} buildable whether it can be built by hand, without a change of its sources
 * @property {string} [reason] why not
 * @property {string} [cause] what the message has to say where it is not buildable, as a regular expression
 * @property {{ args?: string[], input?: string, prints: string }} run what is given to the image, and what its output contains
 * @property {boolean} [gate] whether the gate runs it
 */

const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'create-wasm-oci-adopt');

const archiveOf = ({ from, name, version }) => join(cache, from, `${name}-${version}.archive`);

/**
 * How each registry's own client fetches: the builder image that has the client, and what it runs there. Each leaves the
 * archive as /out/NAME-VERSION.archive.
 */
const clients = {
  crates: {
    image: 'rust',
    script: () =>
      'cargo info --quiet "$NAME@$VERSION" >/dev/null && cp "$CARGO_HOME"/registry/cache/*/"$NAME-$VERSION.crate" "$TO"',
  },
  go: {
    image: 'go',
    // The list has the hash: the checksum database is not needed.
    script: () =>
      'GONOSUMDB="*" go mod download "$NAME@$VERSION" && cp "$(find "$(go env GOMODCACHE)/cache/download" -name "$VERSION.zip" | head -n 1)" "$TO"',
  },
  pypi: {
    image: 'tools',
    // pip's package brings certificates of its own, in the place of those that the image may have been given.
    script: () =>
      '{ cp /etc/ssl/certs/ca-certificates.crt own.crt 2>/dev/null && export PIP_CERT="$PWD/own.crt"; true; }' +
      ' && apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends python3-pip >/dev/null' +
      ' && pip download --quiet --no-deps --no-binary "$NAME" "$NAME==$VERSION" && cp "$NAME-$VERSION".tar.gz "$TO"',
  },
  debian: {
    image: 'tools',
    script: () =>
      'sed -i "s/^deb /deb-src /; s/^Types: deb$/Types: deb-src/" $(ls /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null) && apt-get -qq update' +
      ' && apt-get -qq source --download-only --tar-only "$NAME" >/dev/null && cp "$(ls *_"$VERSION".orig.tar.* | grep -v "[.]asc$" | head -n 1)" "$TO"',
  },
};

/** Fetches what the cache does not hold yet. Ends this process when one cannot be had, or is not what the list says. */
export function fetchAll(projects, { env, say }) {
  for (const project of projects) {
    const archive = archiveOf(project);
    if (!existsSync(archive)) {
      say(`fetching ${project.name} ${project.version}`);
      mkdirSync(dirname(archive), { recursive: true });
      const partial = mkdtempSync(join(dirname(archive), 'partial-'));
      try {
        if (project.from === 'npm') fetchFromNpm(project, partial, env);
        else fetchInContainer(project, partial, env);
        renameSync(join(partial, 'archive'), archive);
      } finally {
        rmSync(partial, { recursive: true, force: true });
      }
    }
    const sha256 = createHash('sha256').update(readFileSync(archive)).digest('hex');
    if (sha256 === project.sha256) continue;
    rmSync(archive);
    throw new Error(`${project.name} ${project.version} has the SHA-256 ${sha256}; the list says ${project.sha256}`);
  }
}

function must(program, args, options) {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8', ...options });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${error ?? stdout + stderr}`);
  return stdout;
}

function fetchInContainer({ from, name, source = name, version, packaged = version }, folder, env) {
  const { image, script } = clients[from];
  must(
    'podman',
    [
      ...['run', '--rm', '--volume', `${folder}:/out`, '--workdir', '/tmp'],
      ...['--env', `NAME=${source}`, '--env', `VERSION=${packaged}`, '--env', 'TO=/out/archive'],
      ...[pinned(image), 'sh', '-c', script()],
    ],
    { env },
  );
}

function fetchFromNpm({ name, source = name, version, packaged = version }, folder, env) {
  const printed = must('npm', ['pack', '--silent', '--pack-destination', folder, `${source}@${packaged}`], {
    env,
    cwd: folder,
  });
  renameSync(join(folder, basename(printed.trim())), join(folder, 'archive'));
}

/** The builder image of a compiler, from the only place of versions. */
function pinned(stage) {
  const pins = readFileSync(join(root, 'templates/builders/Containerfile'), 'utf8');
  return new RegExp(`^FROM (\\S+) AS ${stage}$`, 'm').exec(pins)?.[1];
}

/** Unpacks a project below a folder. @returns its own folder, called as the project is */
export function unpack(project, folder) {
  const to = join(folder, 'unpacked');
  mkdirSync(to);
  if (project.from === 'go') unzip(archiveOf(project), to);
  else untar(archiveOf(project), to);
  if (project.inside) {
    const inner = join(folder, 'inner');
    renameSync(join(onlyFolder(to), project.inside), inner);
    rmSync(to, { recursive: true });
    mkdirSync(to);
    untar(inner, to);
    rmSync(inner);
  }
  const directory = join(folder, project.name);
  // A Go module's folders are its path, with the version at the end: the manifest's folder is the project.
  cpSync(onlyFolder(to), directory, { recursive: true, verbatimSymlinks: true });
  rmSync(to, { recursive: true });
  return directory;
}

function untar(archive, to) {
  must('tar', ['--extract', '--no-same-owner', '--file', archive, '--directory', to]);
}

function onlyFolder(folder) {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.length === 1 && entries[0].isDirectory() ? onlyFolder(join(folder, entries[0].name)) : folder;
}

function unzip(archive, to) {
  for (const [name, bytes] of Object.entries(unzipSync(readFileSync(archive)))) {
    if (name.endsWith('/')) continue;
    const path = join(to, name);
    if (!path.startsWith(`${to}/`)) throw new Error(`${archive}: ${name} leads out of it`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  }
}
