/** Command lines for a person to repeat. */
export interface Commands {
  build: string;
  /** Puts the image into the store that `run` takes it from, where it is not in one yet. */
  load?: string;
  run: string;
}

/** Docker's: it looks for a Dockerfile unless it is told otherwise, and runs modules through crun as a named runtime. */
export function dockerCommands({ image }: { image: string }): Commands {
  return {
    build: `docker buildx build --platform wasi/wasm --provenance=false --load -t ${image} -f Containerfile .`,
    run: `docker run --rm --runtime crun-wasm --platform wasi/wasm ${image}`,
  };
}

/** Podman's, which are also told where nothing is built yet: it is the first choice. */
export function podmanCommands({ image }: { image: string }): Commands {
  return {
    build: `podman build --platform=wasi/wasm -t ${image} .`,
    run: `podman run --rm --platform wasi/wasm ${image}`,
  };
}
