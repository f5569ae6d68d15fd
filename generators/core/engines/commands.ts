/** Command lines for a user to repeat. */
export interface Commands {
  build: string;
  /** Puts the image into the store that `run` takes it from, where it is not in one yet. */
  load?: string;
  run: string;
}
