interface Place {
  line: number;
  column: number;
}

/** What of Stryker's result of a mutant is shown. */
export interface Mutant {
  fileName: string;
  location: { start: Place; end: Place };
  replacement: string;
  status: string;
}

export function report(
  mutants: readonly Mutant[],
  source: (fileName: string) => { path: string; text: string },
): string;
