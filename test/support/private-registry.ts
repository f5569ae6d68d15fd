import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { createGzip } from 'node:zlib';
import { pack } from 'tar-stream';

/** A registry that answers nobody without the token, as a company's own does. */
export interface PrivateRegistry {
  /** With a slash at the end. */
  url: string;
  host: string;
  token: string;
  /** An .npmrc that takes packages of @acme, and all others, from it. */
  npmrc(token: string): string;
  /** What was asked for, and with which token. */
  asked: { path: string; token: string }[];
  stop(): void;
}

/** Files by path, for each version of a package; a file that the registry corrupts on the way is marked. */
export type Packages = Record<string, { versions: Record<string, Record<string, string>>; corrupt?: boolean }>;

const TOKEN = 'npm_0123456789abcdefghijklmnopqrstuvwxyz';

/**
 * Starts a registry with what npm needs to fetch a package. `@acme/secret` is kept from the account, and `@acme/silent`
 * is never answered for.
 */
export async function privateRegistry(packages: Packages): Promise<PrivateRegistry> {
  const asked: PrivateRegistry['asked'] = [];
  const tarballs = new Map<string, Buffer>();
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(request.url ?? '');
    const token = (request.headers.authorization ?? '').replace('Bearer ', '');
    asked.push({ path, token });
    const answer = (status: number, body: unknown = {}) => response.writeHead(status).end(JSON.stringify(body));
    if (token !== TOKEN) return answer(401, { error: 'authorization required' });
    if (path === '/@acme/silent') return;
    if (path === '/@acme/secret') return answer(403, { error: 'not for you' });
    const tarball = tarballs.get(path);
    if (tarball) return response.end(tarball);
    const name = path.slice(1);
    const found = packages[name];
    if (!found) return answer(404, { error: 'no such package' });
    const versions: Record<string, unknown> = {};
    for (const [version, files] of Object.entries(found.versions)) {
      const bytes = await tarballOf({ ...files, 'package.json': manifestOf(name, version, files) });
      const at = `/${name}/-/${version}.tgz`;
      tarballs.set(at, found.corrupt ? Buffer.from('no tarball') : bytes);
      const integrity = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
      const dist = { tarball: `http://${request.headers.host}${at}`, integrity };
      versions[version] = { name, version, dist };
    }
    const [stable] = Object.keys(versions);
    const latest = Object.keys(versions).at(-1);
    return answer(200, { name, 'dist-tags': { latest, stable }, versions });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const url = `http://${host}/`;
  return {
    url,
    host,
    token: TOKEN,
    npmrc: (token) => `@acme:registry=${url}\nregistry=${url}\n//${host}/:_authToken=${token}\n`,
    asked,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function manifestOf(name: string, version: string, files: Record<string, string>): string {
  return JSON.stringify({ name, version, ...JSON.parse(files['package.json'] ?? '{}') });
}

async function tarballOf(files: Record<string, string>): Promise<Buffer> {
  const archive = pack();
  for (const [path, text] of Object.entries(files)) archive.entry({ name: `package/${path}` }, text);
  archive.finalize();
  return buffer(archive.pipe(createGzip()));
}
