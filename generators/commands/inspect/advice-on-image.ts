import { isWasm } from '../../core/oci/manifests.js';
import type { ImageReport } from '../../core/oci/oci.js';
import { listed } from '../../core/policy/rule.js';
import { violationsOf } from '../../core/policy/rules.js';
import { isWebAssembly, type WasmFile } from '../../core/wasm/wasm.js';
import type { Advice } from './advice.js';

/** What could be better about an image, the grave first: the rules that it breaks. */
export function adviceOnImage(image: ImageReport, file: WasmFile | undefined): Advice[] {
  if (image.kind === 'artifact') return adviceOnArtifact(image);
  const advice = violationsOf(image).flatMap(({ rule: { id, inspect }, message, fix }): Advice[] =>
    inspect === 'ignore' ? [] : [{ id, message, fix, ...(inspect === 'hinder' && { hinders: true }) }],
  );
  // Of an image for another platform with no module in it there is nothing more to say.
  const foreign = !isWasm(image) && !(file && isWebAssembly(file));
  return foreign ? advice.filter(({ id }) => id === 'platform') : advice;
}

function adviceOnArtifact({ modules }: ImageReport): Advice[] {
  if (modules.length === 0) {
    const message = 'it is an OCI artifact without a WebAssembly module: podman run does not accept it';
    return [{ id: 'artifact', message, fix: { text: 'Download its files with oras pull.' }, hinders: true }];
  }
  const message = 'it is a Wasm OCI artifact, for wkg, Spin and wasmCloud: podman run does not accept it';
  const found: Advice[] = [
    { id: 'artifact', message, fix: { text: 'For Podman and Docker build an image: FROM scratch with one COPY.' } },
  ];
  if (modules.length > 1) {
    const message = `it holds ${modules.length} modules, and only the first is inspected: ${listed(modules)}`;
    found.push({ id: 'modules', message, fix: { text: 'Download them with oras pull, and inspect the files.' } });
  }
  return found;
}
