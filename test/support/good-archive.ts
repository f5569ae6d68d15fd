import { probeModule } from '../../generators/commands/doctor/probe-module.js';
import { imageLayout } from '../../generators/core/oci/layout.js';
import { packTar } from '../../generators/core/oci/tar.js';

/** The bytes of an archive of a good image, as `podman save` or `docker save` writes one to stdout. */
export async function goodArchive(image = 'localhost/hello:1'): Promise<Uint8Array> {
  const contents = { image, entrypoint: '/hello.wasm', module: probeModule(), labels: {}, epoch: 0 };
  return packTar(await imageLayout(contents), { epoch: 0, mode: 0o644 });
}
