import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  absentHeader,
  effectOf,
  headersOf,
  isStubbedMacro,
  lackOf,
  STUBBED,
} from '../../../generators/core/languages/c/libc/lack.js';
import { ABSENT_HEADERS, EMULATED, MISSING } from '../../../generators/core/languages/c/libc/lacks.js';
import { DECLARED, STUB_HEADERS } from '../../../generators/core/languages/c/libc/stubs.js';
import { THROW } from '../../../generators/core/languages/c/stub-files.js';
import { templatesFolder } from '../../../generators/core/system/package-root.js';

const folder = join(templatesFolder, 'c/wasi-stubs');
const header = readFileSync(join(folder, 'stubs.h'), 'utf8');
const missing = new Set(Object.values(MISSING).join(' ').split(' '));

describe('what wasi-libc lacks', () => {
  // Each was tried by hand with wasi-sdk: an undeclared function, or an undefined symbol.
  it.each(['chown', 'fchown', 'tzset', 'geteuid', 'sigaction', 'umask', 'flock', 'setjmp', 'fork', 'err', 'dup2'])(
    'is %s',
    (name) => {
      expect(lackOf(name)?.name).toBe(name);
    },
  );

  it.each(['read', 'chmod', 'qsort', 'utimes', 'printf', 'isatty', 'symlink', 'main', 'constructor'])(
    'is not %s',
    (name) => {
      expect(lackOf(name)).toBeUndefined();
    },
  );

  it('is emulated only for functions that are not missing', () => {
    expect(lackOf('mmap')).toEqual({ name: 'mmap', header: 'sys/mman.h', emulation: 'mman' });
    const emulated = Object.values(EMULATED).join(' ').split(' ');
    expect(emulated.filter((name) => missing.has(name))).toEqual([]);
  });

  it('is not both stubbed and impossible', () => {
    const both = [...STUBBED].filter((name) => lackOf(name)?.impossible);
    expect(both).toEqual([]);
    expect(lackOf('fork')?.impossible?.id).toBe('processes');
    expect(lackOf('pthread_create')?.impossible?.id).toBe('threads');
  });

  it('has a stub in the header for each function that is called stubbed, and the other way round', () => {
    const defined = new Set([...header.matchAll(/^#ifdef WASI_STUB_(\w+)$/gm)].map(([, name]) => name));
    expect([...STUBBED].sort()).toEqual([...defined].sort());
    const notLacking = [...STUBBED].filter((name) => !missing.has(name) && !isStubbedMacro(name));
    expect(notLacking.sort()).toEqual([...Object.keys(DECLARED), THROW].sort());
  });

  it('is neither a function that it has and a stub declares, nor a macro of glibc', () => {
    expect(['utime', 'read', '__BEGIN_DECLS', THROW].map(lackOf)).toEqual(Array(4).fill(undefined));
    expect(effectOf('utime')).toBe('is declared');
    expect(effectOf('printf')).toBeUndefined();
  });

  // By the headers of wasi-libc itself.
  it.each([
    ['utime', ['utime.h']],
    ['getopt_long', ['getopt.h']],
    ['strcasestr', ['string.h']],
    ['malloc', ['stdlib.h']],
    ['memcpy', ['string.h']],
    ['fork', undefined],
    ['no_such_function', undefined],
  ])('%s is declared in %s', (name, headers) => {
    expect(headersOf(name)).toEqual(headers);
  });

  it('has headers of our own for some that it does not have', () => {
    const own = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((path) => path.replaceAll('\\', '/'))
      .filter((path) => path.endsWith('.h') && path !== 'stubs.h');
    expect(own.sort()).toEqual([...STUB_HEADERS].sort());
    const absent = ABSENT_HEADERS.split(' ');
    expect(STUB_HEADERS.filter((path) => !absent.includes(path))).toEqual([]);
    expect(absentHeader('pwd.h')).toEqual({ stub: true });
    expect(absentHeader('termios.h')).toMatchObject({ stub: false, impossible: { id: 'terminals' } });
    expect(absentHeader('stdio.h')).toBeUndefined();
  });
});
