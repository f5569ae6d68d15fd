/** Go refuses what asks for a newer one: `go: go.mod requires go >= 1.25 (running go 1.23.5; GOTOOLCHAIN=local)`. */
export const NEWER_GO = /(\S+) requires go >= \S+ \(running go (\d+\.\d+)/;

/** The line that mends it without another Go; none where the output shows no such refusal. */
export function newerGoLines(output: string): string[] {
  const [, which, has] = NEWER_GO.exec(output) ?? [];
  if (!which) return [];
  if (/^go\.(?:mod|work)$/.test(which)) return [`Lower the line "go" of ${which} to ${has}, the Go that is there.`];
  return [`Take an older version of ${which}, which asks for no newer Go than ${has}: go get MODULE@VERSION`];
}
