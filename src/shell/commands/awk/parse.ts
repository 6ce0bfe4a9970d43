/**
 * Reads an awk program: one function for each level of its grammar, which call each other, so they are one file.
 * Reference: POSIX awk, grammar.
 */
import { compile } from '../../regex/compile.ts';
import { type Expression, Refusal, type Rule, type Statement, type Target } from './syntax.ts';
import { type Token, tokensOf } from './tokens.ts';

/** The functions there are, with the number of words each takes. */
const functions: ReadonlyMap<string, readonly [least: number, most: number]> = new Map([
  ['length', [0, 1]],
  ['substr', [2, 3]],
  ['index', [2, 2]],
  ['split', [2, 3]],
  ['sub', [2, 3]],
  ['gsub', [2, 3]],
  ['match', [2, 2]],
  ['tolower', [1, 1]],
  ['toupper', [1, 1]],
  ['sprintf', [1, 99]],
  ['int', [1, 1]],
]);
/** Operators with two sides, from those that bind least. */
const levels: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['in'],
  ['~', '!~'],
  ['<', '<=', '==', '!=', '>', '>='],
];

const isTarget = (e: Expression): e is Target =>
  e.kind === 'variable' || e.kind === 'field' || e.kind === 'item';
const deepest = 200;

/** Compiles a pattern, or says as awk does that it is none. */
export const patternOf = (text: string) => {
  const made = compile(text, { syntax: 'extended', looseParentheses: true });
  if (!made.ok) throw new Refusal(`awk: regular expression compile failed (${made.message})\n${text}`);
  return made.regex;
};

/** Reads a program. Reference: POSIX.1-2017, awk; mawk 1.3.4, parse.y. */
export const parseAwk = (program: string): readonly Rule[] => new Parser(tokensOf(program)).rules();

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;
  /** In `print a > b` the sign is a redirection, and in `(a > b)` it compares. */
  #redirects = false;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get #now(): Token {
    return this.#tokens[this.#at]!;
  }

  #is(...texts: readonly string[]): boolean {
    return ['operator', 'keyword', 'newline'].includes(this.#now.kind) && texts.includes(this.#now.text);
  }

  #took(...texts: readonly string[]): boolean {
    if (!this.#is(...texts)) return false;
    this.#at++;
    return true;
  }

  #wrong(): Refusal {
    if (this.#is('|')) return new Refusal('awk: | is not simulated here');
    const { text, line, kind } = this.#now;
    return new Refusal(
      `awk: line ${line}: syntax error at or near ${kind === 'end' ? 'end of line' : kind === 'newline' ? 'end of line' : text}`,
    );
  }

  #need(text: string): void {
    if (!this.#took(text)) throw this.#wrong();
  }

  #skip(...texts: readonly string[]): void {
    while (this.#took(...texts));
  }

  rules(): readonly Rule[] {
    const rules: Rule[] = [];
    this.#skip('\n', ';');
    while (this.#now.kind !== 'end') {
      rules.push(this.#rule());
      this.#skip('\n', ';');
    }
    return rules;
  }

  #rule(): Rule {
    if (this.#is('function', 'func')) throw new Refusal('awk: functions of your own are not simulated here');
    for (const [word, kind] of [
      ['BEGIN', 'begin'],
      ['END', 'end'],
    ] as const)
      if (this.#took(word)) return { when: { kind }, does: this.#block() };
    if (this.#is('{')) return { when: { kind: 'always' }, does: this.#block() };
    const from = this.#expression();
    const when: Rule['when'] = this.#took(',')
      ? { kind: 'range', from, to: this.#expression() }
      : { kind: 'pattern', test: from };
    return { when, does: this.#is('{') ? this.#block() : { kind: 'print', given: [], toStderr: false } };
  }

  #block(): Statement {
    this.#need('{');
    const of: Statement[] = [];
    this.#skip('\n', ';');
    while (!this.#took('}')) {
      of.push(this.#statement());
      this.#skip('\n', ';');
    }
    return { kind: 'block', of };
  }

  /** A statement after `if (…)` and its like, on a line of its own or not. */
  #body(): Statement {
    this.#skip('\n');
    return this.#took(';') ? { kind: 'block', of: [] } : this.#statement();
  }

  #statement(): Statement {
    if (++this.#depth > deepest) throw new Refusal('awk: a program nested this deep is not simulated here');
    try {
      return this.#anyStatement();
    } finally {
      this.#depth--;
    }
  }

  #anyStatement(): Statement {
    if (this.#is('{')) return this.#block();
    if (this.#took('if')) {
      const test = this.#inParentheses();
      const then = this.#body();
      const back = this.#at;
      this.#skip('\n', ';');
      if (this.#took('else')) return { kind: 'if', test, then, otherwise: this.#body() };
      this.#at = back;
      return { kind: 'if', test, then, otherwise: null };
    }
    if (this.#took('while')) {
      const test = this.#inParentheses();
      return { kind: 'while', test, body: this.#body(), bodyFirst: false };
    }
    if (this.#took('do')) {
      const body = this.#body();
      this.#skip('\n', ';');
      this.#need('while');
      return { kind: 'while', test: this.#inParentheses(), body, bodyFirst: true };
    }
    if (this.#took('for')) return this.#for();
    const simple = this.#simple();
    if (!this.#is('\n', ';', '}') && this.#now.kind !== 'end') throw this.#wrong();
    return simple;
  }

  #for(): Statement {
    this.#need('(');
    const [name, word, array, close] = this.#tokens.slice(this.#at, this.#at + 4);
    if (name?.kind === 'name' && word?.text === 'in' && array?.kind === 'name' && close?.text === ')') {
      this.#at += 4;
      return { kind: 'each', name: name.text, array: array.text, body: this.#body() };
    }
    const start = this.#is(';') ? null : this.#simple();
    this.#need(';');
    const test = this.#is(';') ? null : this.#expression();
    this.#need(';');
    const step = this.#is(')') ? null : this.#simple();
    this.#need(')');
    return { kind: 'for', start, test, step, body: this.#body() };
  }

  #simple(): Statement {
    for (const kind of ['next', 'break', 'continue'] as const) if (this.#took(kind)) return { kind };
    if (this.#took('exit'))
      return { kind: 'exit', status: this.#is('\n', ';', '}') ? null : this.#expression() };
    if (this.#took('delete')) {
      const array = this.#now.text;
      if (this.#now.kind !== 'name') throw this.#wrong();
      this.#at++;
      return { kind: 'delete', array, keys: this.#took('[') ? this.#list(']') : null };
    }
    for (const kind of ['print', 'printf'] as const) if (this.#took(kind)) return this.#print(kind);
    for (const word of ['getline', 'return', 'nextfile'])
      if (this.#is(word)) throw new Refusal(`awk: ${word} is not simulated here`);
    return { kind: 'expression', of: this.#expression() };
  }

  #print(kind: 'print' | 'printf'): Statement {
    let given: readonly Expression[] = [];
    if (!this.#is('\n', ';', '}', '>', '>>', '|') && this.#now.kind !== 'end') {
      this.#redirects = true;
      const first = this.#expression();
      given =
        first.kind === 'list' && !this.#is(',')
          ? first.of
          : [first, ...(this.#took(',') ? this.#items() : [])];
      this.#redirects = false;
    }
    if (this.#is('|')) throw new Refusal('awk: print into a pipe is not simulated here');
    if (!this.#took('>', '>>')) return { kind, given, toStderr: false };
    const to = this.#now;
    if (to.kind === 'string' && (to.text === '/dev/stderr' || to.text === '/dev/stdout')) {
      this.#at++;
      return { kind, given, toStderr: to.text === '/dev/stderr' };
    }
    throw new Refusal('awk: print into a file is not simulated here');
  }

  #items(): readonly Expression[] {
    const items: Expression[] = [];
    do {
      this.#skip('\n');
      items.push(this.#expression());
    } while (this.#took(','));
    return items;
  }

  /** Expressions up to a closing sign, which is taken. */
  #list(close: string): readonly Expression[] {
    const redirects = this.#redirects;
    this.#redirects = false;
    const items = this.#is(close) ? [] : this.#items();
    this.#need(close);
    this.#redirects = redirects;
    return items;
  }

  #inParentheses(): Expression {
    this.#need('(');
    const [first, ...more] = this.#list(')');
    if (!first || more.length) throw this.#wrong();
    return first;
  }

  #expression(): Expression {
    if (++this.#depth > deepest) throw new Refusal('awk: a program nested this deep is not simulated here');
    try {
      const test = this.#binary(0);
      if (this.#took('?')) {
        const yes = this.#expression();
        this.#need(':');
        return { kind: 'choice', test, yes, no: this.#expression() };
      }
      if (isTarget(test) && this.#is('=', '+=', '-=', '*=', '/=', '%=', '^=')) {
        const operator = this.#now.text.slice(0, -1);
        this.#at++;
        return { kind: 'assign', operator, target: test, value: this.#expression() };
      }
      return test;
    } finally {
      this.#depth--;
    }
  }

  #binary(level: number): Expression {
    const operators = levels[level];
    if (!operators) return this.#joined();
    let left = this.#binary(level + 1);
    while (this.#is(...operators) && !(this.#redirects && this.#is('>'))) {
      const operator = this.#now.text;
      this.#at++;
      if (operator === '||' || operator === '&&') this.#skip('\n');
      if (operator === 'in') {
        if (this.#now.kind !== 'name') throw this.#wrong();
        left = { kind: 'in', keys: left.kind === 'list' ? left.of : [left], array: this.#now.text };
        this.#at++;
      } else left = { kind: 'binary', operator, left, right: this.#binary(level + 1) };
    }
    return left;
  }

  /** Values written one after the other are one text. */
  #joined(): Expression {
    let left = this.#sum();
    const begins = () =>
      ['number', 'string', 'name', 'call'].includes(this.#now.kind) ||
      this.#is('$', '!', '(', '-', '+', '++', '--');
    while (begins()) left = { kind: 'binary', operator: ' ', left, right: this.#sum() };
    return left;
  }

  #sum(): Expression {
    let left = this.#product();
    while (this.#is('+', '-')) {
      const operator = this.#now.text;
      this.#at++;
      left = { kind: 'binary', operator, left, right: this.#product() };
    }
    return left;
  }

  #product(): Expression {
    let left = this.#unary();
    while (this.#is('*', '/', '%')) {
      const operator = this.#now.text;
      this.#at++;
      left = { kind: 'binary', operator, left, right: this.#unary() };
    }
    return left;
  }

  #unary(): Expression {
    for (const operator of ['!', '-', '+'] as const)
      if (this.#took(operator)) {
        if (++this.#depth > deepest)
          throw new Refusal('awk: a program nested this deep is not simulated here');
        const of = this.#unary();
        this.#depth--;
        return { kind: 'unary', operator, of };
      }
    const base = this.#postfix();
    if (this.#took('^')) return { kind: 'binary', operator: '^', left: base, right: this.#unary() };
    return base;
  }

  #postfix(): Expression {
    for (const [text, by] of [
      ['++', 1],
      ['--', -1],
    ] as const)
      if (this.#took(text)) {
        const target = this.#primary();
        if (!isTarget(target)) throw this.#wrong();
        return { kind: 'step', target, by, first: true };
      }
    const value = this.#primary();
    for (const [text, by] of [
      ['++', 1],
      ['--', -1],
    ] as const)
      if (isTarget(value) && this.#took(text)) return { kind: 'step', target: value, by, first: false };
    return value;
  }

  #primary(): Expression {
    const token = this.#now;
    this.#at++;
    switch (token.kind) {
      case 'number':
        return { kind: 'number', value: Number(token.text) };
      case 'string':
        return { kind: 'string', value: token.text };
      case 'regex':
        return { kind: 'regex', regex: patternOf(token.text) };
      case 'call':
        return this.#call(token);
      case 'name':
        if (token.text === 'length') return { kind: 'call', name: 'length', given: [] };
        return this.#took('[')
          ? { kind: 'item', array: token.text, keys: this.#list(']') }
          : { kind: 'variable', name: token.text };
    }
    if (token.text === '$') return { kind: 'field', of: this.#field() };
    if (token.text === '(') {
      // Parentheses keep a name from being a target.
      return { kind: 'list', of: this.#list(')') };
    }
    if (token.text === 'getline') throw new Refusal('awk: getline is not simulated here');
    this.#at--;
    throw this.#wrong();
  }

  /** What follows `$`: it binds closer than everything but parentheses and `++` in front. */
  #field(): Expression {
    if (this.#is('-', '+', '!')) return this.#unary();
    return this.#is('++', '--') ? this.#postfix() : this.#primary();
  }

  #call({ text, line }: Token): Expression {
    const takes = functions.get(text);
    if (!takes) throw new Refusal(`awk: the function ${text} is not simulated here`);
    this.#need('(');
    const given = this.#list(')');
    if (given.length < takes[0] || given.length > takes[1])
      throw new Refusal(`awk: line ${line}: not enough arguments passed to ${text}("")`);
    return { kind: 'call', name: text, given };
  }
}
