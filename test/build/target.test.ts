import { expect, it } from 'vitest';
import { type BuildRequest, written } from '../../generators/core/build/build-request.js';
import { targetOf } from '../../generators/core/build/target.js';
import type { Answers } from '../../generators/core/options/questions.js';
import type { Preset } from '../../generators/core/presets/preset.js';
import { target } from '../support/fake-engine.js';

const answers = {
  language: 'c',
  name: { title: 'Hello!', slug: 'hello' },
  image: 'localhost/hello:1',
  engine: 'auto',
  'wasm-opt': true,
  aot: false,
} as unknown as Answers;
const job = { answers, preset: undefined, directory: '/x/hello', shownDirectory: 'hello' };

it('the image that answers ask for has their names, and what the kind of project adds', () => {
  const flags = { artifact: 'component', layout: false, debug: true } as const;
  expect(targetOf({ ...job, flags }, { labels: { team: 'x' } })).toEqual({
    directory: '/x/hello',
    shownDirectory: 'hello',
    image: 'localhost/hello:1',
    language: 'c',
    title: 'Hello!',
    slug: 'hello',
    labels: { team: 'x' },
    artifact: 'component',
    layout: false,
    debug: true,
    wasmOpt: true,
    aot: false,
    notOnHost: undefined,
  });
});

it('neither an artifact nor a layout is wanted where no flag says so', () => {
  expect(targetOf(job)).toMatchObject({ artifact: false, layout: false, debug: false });
});

it('a preset that is not trusted lets nothing be compiled outside a container', () => {
  const preset = { name: 'team', shownFile: 'team/wasm-oci.toml', trusted: false, locked: {} } as unknown as Preset;
  expect(targetOf({ ...job, preset }).notOnHost?.message).toContain('team/wasm-oci.toml');
});

it('the result has what was found of an existing project, and no such key for a new one', () => {
  const request = { target, files: ['Containerfile'], repeat: 'again' } as unknown as BuildRequest;
  const existing = { found: ['Cargo.toml'], advice: [] };
  expect(written({ ...request, existing })).toMatchObject({ existing, files: ['Containerfile'], image: target.image });
  expect(written(request)).not.toHaveProperty('existing');
});
