import { expect, it } from 'vitest';
import { fastestFirst } from '../../generators/core/dev/fastest-first.js';
import { engines } from '../../generators/core/engines/engines.js';

const ids = (serves: boolean) => fastestFirst(engines, serves).map(({ id }) => id);

it('a compiler of this machine builds before the container engines do', () => {
  expect(ids(false)[0]).toBe('embedded');
});

it('a program that opens a port is built by a container engine first', () => {
  expect(ids(true)).toEqual(engines.map(({ id }) => id));
  expect(ids(true)[0]).toBe('podman');
});
