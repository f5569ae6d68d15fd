import { describe, expect, it } from 'vitest';
import { filesFrom } from '../../../generators/core/languages/detect/project-files.js';
import { embedReaders } from '../../../generators/core/languages/languages.js';
import { containerAdvice } from '../../../generators/core/project/existing/container-advice.js';

const readers = await embedReaders();

describe('what existing files could gain', () => {
  it('gets notes about a builder stage for the wrong platform, and about commands after scratch', () => {
    const text = [
      'FROM rust:1 as builder',
      'RUN rustup target add wasm32-wasip1 \\',
      '    # a comment in between',
      '    && FROM="x" true',
      'FROM --platform=$BUILDPLATFORM rust:1 AS other',
      'from --platform=wasi/wasm scratch',
      'RUN chmod +x /x.wasm',
    ];
    expect(containerAdvice(filesFrom({ Containerfile: text.join('\n') }), readers)).toEqual([
      expect.stringContaining('Containerfile:1: FROM rust:1 has no --platform=$BUILDPLATFORM'),
      expect.stringContaining('Containerfile:7: RUN comes after FROM scratch'),
    ]);
  });

  it('is a constant platform for each stage from scratch, which has no variant then', () => {
    const text = 'FROM scratch AS wasm\nFROM --platform=$TARGETPLATFORM scratch\nFROM --platform=wasi/wasm scratch\n';
    expect(containerAdvice(filesFrom({ Containerfile: text }), readers)).toEqual([
      expect.stringContaining('Containerfile:1: FROM scratch has no --platform=wasi/wasm'),
      expect.stringContaining('Containerfile:2: FROM scratch has no --platform=wasi/wasm'),
    ]);
  });

  it('looks for no image behind the name of a stage', () => {
    const text = 'FROM --platform=$BUILDPLATFORM rust AS Builder\nFROM builder AS test\nFROM wasm\n';
    expect(containerAdvice(filesFrom({ Containerfile: text }), readers)).toEqual([
      expect.stringContaining('Containerfile:3: FROM wasm has no --platform'),
    ]);
  });

  it('does not touch a container file for Linux', () => {
    const advice = containerAdvice(filesFrom({ Dockerfile: 'FROM debian\nRUN true\n' }), readers);
    expect(advice).toEqual([expect.stringContaining('Dockerfile is unchanged')]);
  });

  it('names every place with the old target, and no other', () => {
    const files = filesFrom({
      Makefile: 'A = wasm32-wasip1\nB = wasm32-wasi\n',
      '.cargo/config.toml': '[build]\ntarget = "wasm32-wasi"\n',
      '.github/workflows/ci.yml': 'run: cargo build --target wasm32-wasi-preview1\n',
      'src/main.rs': '// wasm32-wasi',
    });
    expect(containerAdvice(files, readers)).toEqual([
      'wasm32-wasi is now called wasm32-wasip1: .cargo/config.toml:2, Makefile:2',
    ]);
    const many = Object.fromEntries([...'abcdefg'].map((name) => [`${name}.sh`, 'wasm32-wasi']));
    expect(containerAdvice(filesFrom(many), readers)[0]).toContain('e.sh:1 and 2 more');
  });
});
