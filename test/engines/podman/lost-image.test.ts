import { describe, expect, it } from 'vitest';
import { lostAnImage } from '../../../generators/core/engines/podman/lost-image.js';

const ID = '7c0a6536823c8b49e60e65194d0dbc1900e559c8d17fd7a1a8f1db6799522065';

describe('a build whose image another process removed', () => {
  // Podman 5.4.2, while another process built the same Containerfile and removed its image with `podman rmi --force`.
  it.each([
    'Error: checking if cached image exists from a previous build: getting top layer info: layer not known',
    `Error: deleting build container "${ID}": identifier is not a container`,
    `Error: identifier is not a container: building at STEP "ENTRYPOINT /crash.wasm": mounting build container "${ID}": layer not known`,
    `Error: building at STEP "ENTRYPOINT /crash.wasm": mounting build container "${ID}": layer not known`,
    `Error: copying image "${ID}": committing the finished image: saving big data "manifest" for image "${ID}": locating image with ID "${ID}": image not known`,
    `Error: getting source imageReference for "${ID}": parsing named reference "${ID}": invalid repository name (${ID}), cannot specify 64-byte hexadecimal strings`,
  ])('is recognised by %j', (line) => {
    expect(lostAnImage(`time="2026-11-27T19:25:01Z" level=warning msg="x"\n${line}\n`)).toBe(true);
  });

  // Each of these is as wrong at the next try.
  it.each([
    'Error: creating build container: short-name resolution enforced but cannot prompt without a TTY',
    'Error: localhost/no-such:latest: image not known',
    'Error: building at STEP "RUN make": while running runtime: exit status 2',
    'Error: creating build container: unable to copy from source docker://localhost:1/x:latest: pinging container registry',
  ])('is not what %j says', (line) => {
    expect(lostAnImage(`${line}\n`)).toBe(false);
  });
});
