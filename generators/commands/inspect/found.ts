import type { EngineId } from '../../core/engines/engines.js';
import type { ImageReport } from '../../core/oci/oci.js';
import type { AttachedSbom } from '../../core/sbom/discover.js';
import type { VerifiedSignature } from '../../core/signing/cosign.js';
import type { Idle } from '../../core/wasm/dry-run.js';
import type { WasmFile } from '../../core/wasm/wasm.js';

/** Where what was inspected came from. */
export interface InspectedOrigin {
  kind: EngineId | 'oci-archive' | 'docker-archive' | 'oci-layout' | 'dir' | 'wasm';
  /** The path or the reference, as the user gave it. */
  name: string;
  /** True when a registry was asked for it. */
  pulled: boolean;
}

/** What a registry has beside an image. */
export interface BesideImage {
  sboms?: readonly AttachedSbom[];
  verified?: VerifiedSignature;
}

/** What was found, before anything is made of it. */
export interface InspectedSource {
  origin: InspectedOrigin;
  image?: ImageReport;
  file?: WasmFile;
  /** What its registry has beside it, where that was asked for. */
  attached?: BesideImage;
  /** Of a program that does nothing: how it ended. */
  idle?: Idle;
}
