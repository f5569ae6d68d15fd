/** Command lines for a person to repeat. */
export interface Commands {
  build: string;
  run: string;
}

/** Podman's, which are also told where nothing is built yet: it is the first choice. */
export function podmanCommands({ image }: { image: string }): Commands {
  return {
    build: `podman build --platform=wasi/wasm -t ${image} .`,
    run: `podman run --rm --platform wasi/wasm ${image}`,
  };
}
