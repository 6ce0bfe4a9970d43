import { escapes } from '../shared/escapes.ts';
import { Refusal } from './syntax.ts';

export interface Token {
  readonly kind: 'number' | 'string' | 'regex' | 'name' | 'call' | 'keyword' | 'operator' | 'newline' | 'end';
  readonly text: string;
  readonly line: number;
}

const keywords = new Set(
  'BEGIN END if else while do for in next exit delete print printf break continue function func getline return nextfile'.split(
    ' ',
  ),
);
const operators = /^(?:\|\||&&|\+\+|--|\+=|-=|\*=|\/=|%=|\^=|==|<=|>=|!=|!~|>>|[-+*/%^!<>|?:~$=,;(){}[\]])/;
/** After one of these a slash divides; after anything else it begins a pattern. */
const endsValue = (token: Token | undefined): boolean =>
  token !== undefined &&
  (['number', 'string', 'regex', 'name'].includes(token.kind) ||
    [')', ']', '$', '++', '--'].includes(token.text));

/** A program as its words, signs and ends of lines. */
export const tokensOf = (program: string): readonly Token[] => {
  const tokens: Token[] = [];
  let at = 0;
  let line = 1;
  const push = (kind: Token['kind'], text: string): void => {
    tokens.push({ kind, text, line });
  };
  while (at < program.length) {
    const rest = program.slice(at, at + 4096);
    const c = rest[0]!;
    const blank = /^(?:[ \t\r]+|\\\r?\n|#[^\n]*)/.exec(rest);
    if (blank) {
      if (blank[0].startsWith('\\')) line++;
      at += blank[0].length;
      continue;
    }
    if (c === '\n') {
      push('newline', '\n');
      line++;
      at++;
      continue;
    }
    if (c === '"' || (c === '/' && !endsValue(tokens.at(-1)))) {
      let end = at + 1;
      for (; end < program.length && program[end] !== c && program[end] !== '\n'; end++)
        if (program[end] === '\\') end++;
      const text = program.slice(at + 1, end);
      if (program[end] !== c)
        throw new Refusal(
          c === '"'
            ? `awk: line ${line}: runaway string constant "${text.slice(0, 20)} ...`
            : `awk: line ${line}: regular expression compile failed (missing '/')`,
        );
      push(c === '"' ? 'string' : 'regex', c === '"' ? unescaped(text) : text.replaceAll('\\/', '/'));
      at = end + 1;
      continue;
    }
    const number = /^(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/.exec(rest);
    const name = /^[A-Za-z_]\w*/.exec(rest);
    const operator = operators.exec(rest);
    if (number) push('number', number[0]);
    else if (name)
      push(keywords.has(name[0]) ? 'keyword' : rest[name[0].length] === '(' ? 'call' : 'name', name[0]);
    else if (operator) push('operator', operator[0]);
    else throw new Refusal(`awk: line ${line}: unexpected character '${c}'`);
    at += (number ?? name ?? operator)![0].length;
  }
  push('end', '');
  return tokens;
};

/** A string constant's escapes; a backslash before any other sign stays, as patterns in strings need it. */
const unescaped = (text: string): string =>
  text.replace(/\\(["/]|[^"/])/gs, (both, c: string) =>
    c === '"' || c === '/' || c === '\\' ? c : /[abfnrtv0-7]/.test(c) ? escapes(both, 'format').text : both,
  );
