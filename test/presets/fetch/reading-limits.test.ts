import { execFileSync } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { chmod, mkdir, open, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';
import { createGzip, gzipSync } from 'node:zlib';
import { type Header, pack } from 'tar-stream';
import { beforeEach, describe, expect, it } from 'vitest';
import { resolvePreset } from '../../../generators/core/presets/fetch/resolve-preset.js';
import { write as writeFiles } from '../../support/files.js';
import { commitAll, gitIn, presetHome } from '../../support/preset-home.js';
import { OVERLAY } from '../../support/presets.js';

let cwd: string;

beforeEach(async () => {
  cwd = await presetHome();
});

const resolve = (given: string) => resolvePreset(given, { cwd, from: '--preset', named: true });
const refused = (message: string) => ({ exitCode: 1, message: expect.stringContaining(message) });
const MB = 1024 * 1024;

const write = (files: Record<string, string | Buffer>) => writeFiles(cwd, files);

/** A file of that size that takes no room. */
async function sparse(path: string, bytes: number): Promise<void> {
  await write({ [path]: '' });
  await truncate(join(cwd, path), bytes);
}

/** Bytes of a tar archive: entries, with a header that may say anything. */
async function tar(entries: [Partial<Header> & { name: string }, string][]): Promise<Buffer> {
  const archive = pack();
  for (const [header, text] of entries) archive.entry(header as Header, text);
  archive.finalize();
  return buffer(archive);
}

/** One header of 512 bytes, its checksum right: what a library would not write. */
function header(name: string, size: number, type: string): Buffer {
  const block = Buffer.alloc(512);
  block.write(name, 0);
  block.write('0000644\0', 100);
  block.write(size.toString(8).padStart(11, '0'), 124);
  block.write('        ', 148);
  block.write(type, 156);
  block.write('ustar\x0000', 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

/** Gzips bytes, and then that many zeros, without ever having them all. */
async function tarball(path: string, head: Buffer, zeros = 0): Promise<void> {
  async function* parts() {
    yield head;
    const piece = Buffer.alloc(MB);
    for (let left = zeros; left > 0; left -= MB) yield piece.subarray(0, Math.min(left, MB));
  }
  await pipeline(Readable.from(parts()), createGzip({ level: 1 }), createWriteStream(join(cwd, path)));
}

const good: [Partial<Header> & { name: string }, string][] = [
  [{ name: 'package/package.json' }, '{"name": "p", "version": "1.0.0"}'],
  [{ name: 'package/wasm-oci.toml' }, OVERLAY],
  [{ name: 'package/all/notes.txt' }, 'plain\n'],
];

describe('a tarball', () => {
  it('is read', async () => {
    await tarball('x.tgz', await tar(good));
    expect(await resolve('./x.tgz')).toMatchObject({ origin: { version: '1.0.0' }, files: [{ path: 'notes.txt' }] });
  });

  it('with a file over 64 MB is refused', async () => {
    await tarball('x.tgz', header('package/all/big', 65 * MB, '0'), 66 * MB);
    await expect(resolve('./x.tgz')).rejects.toMatchObject(
      refused('./x.tgz cannot be read: it holds more than 64 MB.'),
    );
  });

  it('with many files of 64 MB together is refused', async () => {
    const files = Array.from({ length: 9 }, (_, index) => [{ name: `package/all/${index}` }, 'x'.repeat(8 * MB)]);
    await tarball('x.tgz', await tar(files as typeof good));
    await expect(resolve('./x.tgz')).rejects.toMatchObject(refused('it holds more than 64 MB.'));
  });

  it.each([
    ['5', 'directory'],
    ['2', 'link'],
    ['3', 'device'],
    ['6', 'pipe'],
  ])('with contents of something that is not a file (%s) is refused', async (type) => {
    const entry = Buffer.concat([header('package/all/x', 600, type), Buffer.alloc(1024, 'x')]);
    await tarball('x.tgz', Buffer.concat([(await tar(good)).subarray(0, -1024), entry, Buffer.alloc(1024)]));
    await expect(resolve('./x.tgz')).rejects.toMatchObject(refused('./x.tgz cannot be read: '));
  });

  it('with a gigabyte of zeros behind the archive is refused, and they are not all read', async () => {
    await tarball('x.tgz', await tar(good), 1024 * MB);
    await expect(resolve('./x.tgz')).rejects.toMatchObject(refused('it holds more than 64 MB.'));
  });

  it('with a long name that is longer than any archive is refused', async () => {
    await tarball('x.tgz', header('././@LongLink', 80 * MB, 'L'), 80 * MB);
    await expect(resolve('./x.tgz')).rejects.toMatchObject(refused('./x.tgz cannot be read: '));
  });

  it('whose gzip header is longer than any archive is refused before it is read', async () => {
    // The flag for a file name, which ends with a NUL that never comes.
    await write({ 'x.tgz': Buffer.from([0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 3]) });
    const file = await open(join(cwd, 'x.tgz'), 'a');
    for (let megabyte = 0; megabyte < 65; megabyte++) await file.write(Buffer.alloc(MB, 'a'));
    await file.close();
    await expect(resolve('./x.tgz')).rejects.toMatchObject(refused('it holds more than 64 MB.'));
  });

  it('with more folders than any package is refused', async () => {
    const folders = Array.from({ length: 1001 }, (_, index) => [{ name: `package/${index}/`, type: 'directory' }, '']);
    await tarball('x.tgz', await tar(folders as typeof good));
    await expect(resolve('./x.tgz')).rejects.toMatchObject(refused('it holds more than 1000 files and folders.'));
  });

  it.each([
    ['ends early', gzipSync(header('package/all/x', 0, '0')).subarray(0, 40)],
    ['has a file that ends early', gzipSync(header('package/all/x', 5000, '0'))],
    ['is no archive', gzipSync('x'.repeat(2000))],
  ])('that %s is refused', async (_, bytes) => {
    await write({ 'x.tgz': bytes });
    await expect(resolve('./x.tgz')).rejects.toMatchObject(refused('./x.tgz cannot be read: '));
  });

  it('of a version that is none stores none', async () => {
    const [, ...rest] = good;
    await tarball('x.tgz', await tar([[{ name: 'package/package.json' }, '{"version": "git+file:///x"}'], ...rest]));
    expect((await resolve('./x.tgz')).origin).not.toHaveProperty('version');
  });
});

describe('a folder', () => {
  it('with a file of 5 GB is refused before it is read', async () => {
    await write({ 'acme/wasm-oci.toml': OVERLAY });
    await sparse('acme/all/big', 5 * 1024 * MB);
    await expect(resolve('./acme')).rejects.toMatchObject(
      refused('./acme/all/big: with it, the files are larger than 8 MB'),
    );
  });

  it('with a wasm-oci.toml of 5 GB is refused before it is read', async () => {
    await sparse('acme/wasm-oci.toml', 5 * 1024 * MB);
    await expect(resolve('./acme')).rejects.toMatchObject(refused('./acme/wasm-oci.toml: it is larger than 128 kB'));
  });

  it('of more folders than any preset is refused, deep or wide', async () => {
    await write({ 'acme/wasm-oci.toml': OVERLAY, 'deep/wasm-oci.toml': OVERLAY });
    for (let index = 0; index < 1001; index++) await mkdir(join(cwd, 'acme/all', String(index)), { recursive: true });
    await mkdir(join(cwd, 'deep/all', 'd/'.repeat(1001)), { recursive: true });
    for (const given of ['./acme', './deep'])
      await expect(resolve(given)).rejects.toMatchObject(refused('it holds more than 1000 files and folders'));
  });

  it.skipIf(process.platform === 'win32')(
    'with a named pipe in place of a file is refused, and not waited for',
    async () => {
      await write({ 'acme/wasm-oci.toml': OVERLAY, 'acme/all/notes.txt': '' });
      execFileSync('mkfifo', [join(cwd, 'acme/all/pipe')]);
      await expect(resolve('./acme')).rejects.toMatchObject(refused('it is neither a file nor a folder'));
      await rm(join(cwd, 'acme/wasm-oci.toml'));
      execFileSync('mkfifo', [join(cwd, 'acme/wasm-oci.toml')]);
      await expect(resolve('./acme')).rejects.toMatchObject(refused('holds no wasm-oci.toml'));
    },
  );
});

describe('a repository', () => {
  const git = (...args: string[]) => gitIn(join(cwd, 'acme'), ...args);
  const commit = () => commitAll(join(cwd, 'acme'));
  const forms = () => ['./acme#main', `${pathToFileURL(join(cwd, 'acme')).href}#main`];

  it('with a large file elsewhere is read, and that file is not', async () => {
    await write({ 'acme/wasm-oci.toml': OVERLAY, 'acme/all/notes.txt': 'plain\n' });
    await sparse('acme/media/film.bin', 9 * MB);
    commit();
    // Whoever asks for all of it gets an error: the repository knows that file's size, and has lost the end of it.
    const id = git('rev-parse', 'HEAD:media/film.bin').trim();
    const object = join(cwd, 'acme/.git/objects', id.slice(0, 2), id.slice(2));
    await chmod(object, 0o644);
    await truncate(object, 200);
    for (const given of forms()) expect((await resolve(given)).files).toMatchObject([{ contents: 'plain\n' }]);
  });

  it('with a large file in the overlay is refused', async () => {
    await write({ 'acme/wasm-oci.toml': OVERLAY });
    await sparse('acme/all/big', 9 * MB);
    commit();
    for (const given of forms())
      await expect(resolve(given)).rejects.toMatchObject(refused('all/big: with it, the files are larger than 8 MB'));
  });

  it('of many files is read where its preset is in a folder that is named', async () => {
    await write({ 'acme/team/wasm-oci.toml': OVERLAY, 'acme/team/all/notes.txt': 'plain\n' });
    await mkdir(join(cwd, 'acme/src'));
    for (let index = 0; index < 1001; index++) await writeFile(join(cwd, 'acme/src', String(index)), String(index));
    commit();
    expect((await resolve('./acme#main:team')).files).toMatchObject([{ path: 'notes.txt' }]);
    await expect(resolve('./acme#main')).rejects.toMatchObject(refused('it holds more than 1000 files'));
  });

  it('that keeps a file with Git LFS is refused, whatever form it is read in', async () => {
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 12345\n`;
    await write({ 'acme/wasm-oci.toml': OVERLAY, 'acme/all/notes.txt': pointer });
    commit();
    for (const given of ['./acme', ...forms()])
      await expect(resolve(given)).rejects.toMatchObject(refused('all/notes.txt: it is a pointer of Git LFS'));
  });
});
