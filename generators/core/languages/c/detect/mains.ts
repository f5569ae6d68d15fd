import { callsIn } from '../sources/calls.js';
import type { SourceReader } from '../sources/compiled.js';

/** A macro that is the head of a program: `#define MAIN int main(int argc, char **argv)`. */
const MAIN_MACRO = /^[ \t]*#[ \t]*define[ \t]+(\w+)(?:\([^)]*\))?[ \t]+[^\n]*\bmain[ \t]*\([^\n]*\)[ \t]*$/gm;

/** Files that define main, whatever its type is called, in what is compiled for WASI. */
export function filesWithMain(
  sources: readonly string[],
  reader: SourceReader,
  textOf: (path: string) => string,
  headers: readonly string[],
): string[] {
  const macros = [...sources, ...headers].flatMap((path) =>
    [...textOf(path).matchAll(MAIN_MACRO)].map(([, name]) => name),
  );
  const used = macros.length > 0 ? new RegExp(`\\b(?:${macros.join('|')})\\b\\s*(?:\\([^)]*\\))?\\s*\\{`) : undefined;
  return sources.filter((path) => {
    const { code } = reader.code(path);
    return callsIn(code, (name) => name === 'main').defined.has('main') || used?.test(code);
  });
}

/** Whether a file is the entry of a fuzzer, which a fuzzing engine calls. */
export function isFuzzTarget(path: string, reader: SourceReader): boolean {
  return callsIn(reader.code(path).code, (name) => name === 'LLVMFuzzerTestOneInput').defined.size > 0;
}
