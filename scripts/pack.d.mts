/** Packs both tarballs into a folder and returns their paths. */
export function pack(folder: string): [createWasmOci: string, generatorWasmOci: string];
