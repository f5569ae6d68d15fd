/** BuildKit's step and seconds, in front of each line. */
const STEP = String.raw`(?:#\d+ [\d.]+ )?`;

/**
 * A compiler's complaint about a file of the project. Files of a dependency or of the compiler have absolute paths; the
 * project is the working directory, `/src` where CMake writes it out.
 */
const PATTERNS = [
  // rustc: `error[E0308]: mismatched types`, and below it ` --> src/main.rs:1:24`
  String.raw`^${STEP}error(?:\[E\d+\])?: [^\n]*\n${STEP}\s*--> (?:\/src\/|(?!\/))`,
  // clang: `src/main.c:1:10: error: expected parameter declarator`
  String.raw`^${STEP}(?:\/src\/|(?!\/))[^\s:]+:\d+:\d+: (?:fatal )?error: `,
  // go and tinygo: `./main.go:2:14: declared and not used: x`
  String.raw`^${STEP}(?:\/src\/|(?!\/))[^\s:]+\.go:\d+:\d+: `,
];

/** Found where the output of a build shows a compiler that complains about the project's own source. */
export const errorInSource: RegExp = new RegExp(PATTERNS.join('|'), 'm');
