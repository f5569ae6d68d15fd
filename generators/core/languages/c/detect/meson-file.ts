/** A call in a meson.build: `executable('name', 'a.c', build_by_default: false)`. */
export interface MesonCall {
  name: string;
  /** Texts and names among its arguments, in their order; those of lists inside, too. Other expressions are undefined. */
  args: readonly (string | undefined)[];
  /** Arguments with a name. */
  named: Readonly<Record<string, string>>;
}

const TOKEN = /#[^\n]*|'''([\s\S]*?)'''|(f?)'((?:[^'\\\n]|\\.)*)'|([A-Za-z_]\w*)|[()[\]{},:=+]|\S/g;

/** A word of the text: what it is, and its value. */
interface MesonToken {
  kind: 'text' | 'word' | 'sign';
  value: string;
}

/**
 * The calls of some functions in a meson.build, with the variables that it sets to a text before. Source of the grammar:
 * the Meson manual, "Syntax". What is not closed ends with the file.
 */
export function mesonCalls(text: string, names: readonly string[], variables: Map<string, string>): MesonCall[] {
  const tokens = mesonTokens(text);
  const calls: MesonCall[] = [];
  for (const [at, { kind, value }] of tokens.entries()) {
    const [next, second, third] = tokens.slice(at + 1, at + 4);
    if (kind !== 'word') continue;
    if (next?.value === '=' && second?.kind === 'text' && third?.value !== '+') variables.set(value, second.value);
    const isMethod = tokens[at - 1]?.value === '.';
    if (next?.kind === 'sign' && next.value === '(' && names.includes(value) && !isMethod)
      calls.push(callAt(tokens, at, variables));
  }
  return calls;
}

function mesonTokens(text: string): MesonToken[] {
  return [...text.matchAll(TOKEN)].flatMap(([found, long, format, short, word]): MesonToken[] => {
    if (found.startsWith('#')) return [];
    // A format string names variables, which are not looked up.
    if (format) return [{ kind: 'sign', value: '?' }];
    if (long !== undefined || short !== undefined)
      return [{ kind: 'text', value: long ?? short?.replace(/\\(.)/g, '$1') ?? '' }];
    return [word === undefined ? { kind: 'sign', value: found } : { kind: 'word', value: word }];
  });
}

function callAt(tokens: readonly MesonToken[], at: number, variables: ReadonlyMap<string, string>): MesonCall {
  const args: (string | undefined)[] = [];
  const named: Record<string, string> = {};
  let deep = 0;
  let argument: MesonToken[] = [];
  let key: string | undefined;
  const end = () => {
    const value = textOfArgument(argument, variables);
    if (key !== undefined) named[key] = value ?? '';
    else if (argument.length > 0) args.push(value);
    argument = [];
  };
  for (const token of tokens.slice(at + 1)) {
    const { kind, value } = token;
    const sign = kind === 'sign' ? value : '';
    if ('([{'.includes(sign) && sign !== '') deep++;
    if (')]}'.includes(sign) && sign !== '' && --deep === 0) break;
    const isList = '[]'.includes(sign) && sign !== '';
    if (sign === ',' || isList) {
      end();
      if (deep === 1 && !isList) key = undefined;
    } else if (sign === ':' && deep === 1) {
      key = argument.at(-1)?.value;
      argument = [];
    } else if (!(sign === '(' && deep === 1)) argument.push(token);
  }
  end();
  return { name: tokens[at]?.value ?? '', args, named };
}

/** A text, or a variable that is one. */
function textOfArgument(argument: readonly MesonToken[], variables: ReadonlyMap<string, string>): string | undefined {
  const [only, second] = argument;
  if (!only || second)
    return argument.map(({ value }) => value).join('') === 'meson.project_name()'
      ? variables.get('meson.project_name()')
      : undefined;
  if (only.kind === 'text') return only.value;
  return only.kind === 'word'
    ? (variables.get(only.value) ?? (/^(?:true|false)$/.test(only.value) ? only.value : undefined))
    : undefined;
}
