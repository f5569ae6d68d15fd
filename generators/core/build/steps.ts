import type { Progress } from '../terminal/progress.js';

/** What is under way, step by step: each is shown as it begins, and as done or failed when it is over. */
export class Steps {
  readonly #progress: Progress;
  #what = '';

  constructor(progress: Progress) {
    this.#progress = progress;
  }

  /** Shows a step while `work` goes on; it may go on to further steps. */
  async during<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
    this.#begin(what);
    try {
      const result = await work();
      this.#progress.end(this.#what);
      return result;
    } catch (error) {
      this.#progress.end(this.#what, false);
      throw error;
    }
  }

  /** The step under way is over, well or not, and this is the next. */
  next(what: string, well = true): void {
    this.#progress.end(this.#what, well);
    this.#begin(what);
  }

  #begin(what: string): void {
    this.#what = what;
    this.#progress.begin(what);
  }
}
