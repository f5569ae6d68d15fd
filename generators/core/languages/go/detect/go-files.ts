/** What holds for TinyGo's wasip1: the words of build constraints that are true. */
const TRUE = new Set(['wasip1', 'wasm', 'tinygo']);
// Words that file names may end in (go/build's knownOS and knownArch): only those of the target are compiled.
const OTHER_SYSTEMS =
  'aix|android|darwin|dragonfly|freebsd|hurd|illumos|ios|js|linux|nacl|netbsd|openbsd|plan9|solaris|windows|zos';
const OTHER_ARCHITECTURES =
  '386|amd64|arm|arm64|loong64|mips|mips64|mips64le|mipsle|ppc64|ppc64le|riscv|riscv64|s390x|sparc64';
const OTHER = new RegExp(`_(?:${OTHER_SYSTEMS}|${OTHER_ARCHITECTURES})$`);

/** Whether a Go file is compiled for wasip1 at all: by its name, and by its `//go:build` line. */
export function isCompiled(path: string, text: string, tags: readonly string[] = []): boolean {
  const name = path.replace(/^.*\//, '').replace(/\.go$/, '');
  if (name.endsWith('_test') || /^[._]/.test(name) || OTHER.test(name)) return false;
  const constraint = /^\/\/go:build (.*)$/m.exec(head(text))?.[1];
  return constraint === undefined || holds(constraint, tags);
}

/** More words than any constraint has: each may open a parenthesis, which takes a call. */
const WORDS_MAX = 1000;

/** The name of a Go file's package. */
export function packageOf(text: string): string | undefined {
  return /^package\s+(\w+)/m.exec(codeOf(text))?.[1];
}

/** Whether a Go file declares `func main()`. */
export function declaresMain(text: string): boolean {
  return /^func\s+main\s*\(\s*\)/m.test(codeOf(text));
}

function head(text: string): string {
  return text.split(/^package\s/m)[0] ?? '';
}

/** An import of a Go file, and the line that names it. */
export interface Import {
  path: string;
  line: number;
}

/** What a Go file imports. */
export function importsOf(text: string): Import[] {
  // Line breaks stay, so that lines can be counted. A raw literal of several lines is no path.
  const code = text.replace(TOKENS, (token) => (/^\/|\n/.test(token) ? token.replace(/[^\n]+/g, ' ') : token));
  const specs = [...code.matchAll(/^[ \t]*import\s*(\([^)]*\)|[^\n]*)/gm)];
  return specs.flatMap(({ 0: whole, 1: spec = '', index }) => {
    const begins = index + whole.length - spec.length;
    return [...spec.matchAll(/"([^"\n]+)"|`([^`\n]+)`/g)].map(({ 1: quoted, 2: raw, index: at }) => ({
      path: quoted ?? raw ?? '',
      line: code.slice(0, begins + at).split('\n').length,
    }));
  });
}

/** Literals and comments of Go, each as a whole. */
const TOKENS = /"(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\\n]|\\.)+'|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g;

/** Go without its comments and literals, on the same lines: a path in quotes, such as `"src/*"`, begins no comment. */
export function codeOf(text: string): string {
  return text.replace(TOKENS, (token) => token.replace(/[^\n]+/g, ''));
}

/**
 * Evaluates a build constraint: `||`, `&&`, `!` and parentheses. A Go release counts as reached, any other unknown
 * word as not set. What cannot be read holds: the compiler is to say what is wrong with it.
 */
export function holds(constraint: string, tags: readonly string[] = []): boolean {
  const words = constraint.match(/\|\||&&|!|[()]|[\p{L}\p{Nd}_.]+/gu) ?? [];
  if (words.length > WORDS_MAX) return true;
  let at = 0;
  const or = (): boolean => {
    let value = and();
    while (words[at] === '||') {
      at++;
      value = and() || value;
    }
    return value;
  };
  const and = (): boolean => {
    let value = not();
    while (words[at] === '&&') {
      at++;
      value = not() && value;
    }
    return value;
  };
  const not = (): boolean => {
    const word = words[at++];
    if (word === '!') return !not();
    if (word !== '(') return word !== undefined && (TRUE.has(word) || tags.includes(word) || /^go1\.\d+$/.test(word));
    const value = or();
    at++;
    return value;
  };
  const value = or();
  return at === words.length ? value : true;
}
