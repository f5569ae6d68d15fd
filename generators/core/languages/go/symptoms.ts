import type { Symptom } from '../../engines/known-errors.js';
import type { Fix } from '../../failure.js';

/** Go refuses what asks for a newer one: `go: go.mod requires go >= 1.25 (running go 1.23.5; GOTOOLCHAIN=local)`. */
const NEWER_GO = /(\S+) requires go >= \S+ \(running go (\d+\.\d+)/;

/** The line that fixes it without another Go; none where the output shows no such refusal. */
export function newerGoLines(output: string): Fix[] {
  const [, which, has] = NEWER_GO.exec(output) ?? [];
  if (!which) return [];
  if (/^go\.(?:mod|work)$/.test(which))
    return [{ text: `Lower the line "go" of ${which} to ${has}, the installed Go.` }];
  return [{ text: `Take an older version of ${which}, which asks for no newer Go than ${has}: go get MODULE@VERSION` }];
}

/** `package net/http/httptrace is not in std (/home/me/.cache/tinygo/goroot-8cb…/src/net/http/httptrace)` */
export const NOT_IN_TINYGO = / is not in std \(\S*goroot-/;

/** What builds a program that imports such a package. */
export function notInTinygoLines(): Fix[] {
  return [{ command: '--language go', text: 'compiles it by Go, whose modules are larger' }];
}

/** How builds of Go fail. */
export const goSymptoms: readonly Symptom[] = [
  {
    id: 'newer-go',
    when: ['build'],
    shows: NEWER_GO,
    means: 'The project asks for a newer Go than the builder image has.',
    fix: (_system, speaker, output) => [
      ...newerGoLines(output),
      { text: `Or use a builder image with a newer TinyGo and Go: ${speaker.build} --build-arg BUILDER_IMAGE=REF …` },
    ],
  },
  {
    // The message of issue tinygo #4598: TinyGo's own tree of the standard library lacks some packages.
    id: 'not-in-tinygo',
    when: ['build'],
    shows: NOT_IN_TINYGO,
    means: 'A package that the program imports, or a dependency of it, does not exist in TinyGo.',
    fix: () => notInTinygoLines(),
  },
];
