/**
 * The last stage of a Containerfile, where a text elsewhere names a part of it: templates/shared/image.ejs, the doctor's
 * probe, the embedded engine's images, and the rules of this folder.
 */
export const lastStage = {
  /** Its platform is a constant: Podman before 5.6 gives a stage without one the variant of the builder (v8 on arm64). */
  from: 'FROM --platform=wasi/wasm scratch',
  /** A module cannot handle SIGTERM; with SIGKILL `podman stop` takes no ten seconds. */
  stopSignal: 'SIGKILL',
} as const;
