/** A tar archive is made of blocks of this size, and two of them, all zero, end it. */
export const BLOCK = 512;
const ZERO = Buffer.alloc(BLOCK);

/**
 * Where an archive has blocks of zeros, noted as its bytes pass. The tar reader steps over them and goes on to
 * whatever follows; Podman, Docker and tar stop.
 */
export class ZeroBlocks {
  /** Nothing before this place is noted: it is the contents of an entry. */
  #from = 0;
  /** Starts and ends of what was noted, in order. */
  #runs: { start: number; end: number }[] = [];
  /** How many bytes have passed. */
  position = 0;
  /** Whether all bytes of the block under way are zero. */
  #zero = true;

  note(piece: Buffer): void {
    // The contents of an entry are not looked at, up to the block in which they end.
    const skipped = Math.max(0, Math.min(piece.length, this.#from - this.position));
    this.position += skipped;
    if (skipped > 0) this.#zero = this.position % BLOCK === 0;
    for (let at = skipped; at < piece.length; ) {
      const part = Math.min(piece.length - at, BLOCK - (this.position % BLOCK));
      this.#zero &&= piece.compare(ZERO, 0, part, at, at + part) === 0;
      at += part;
      this.position += part;
      if (this.position % BLOCK !== 0) continue;
      if (this.#zero) this.#add(this.position - BLOCK);
      this.#zero = true;
    }
  }

  /** How many there are in a row at a place. */
  at(place: number): number {
    const run = this.#runs.find(({ start }) => start === place);
    return run ? (run.end - run.start) / BLOCK : 0;
  }

  /** Forgets what lies before a place, and notes nothing there. */
  forget(place: number): void {
    this.#from = place;
    this.#runs = this.#runs.filter(({ end }) => end > place);
    const [first] = this.#runs;
    if (first && first.start < place) first.start = place;
  }

  #add(start: number): void {
    if (start < this.#from) return;
    const last = this.#runs.at(-1);
    if (last?.end === start) last.end += BLOCK;
    else this.#runs.push({ start, end: start + BLOCK });
  }
}
