/** Reads arithmetic expressions. Reference: bash 5.2, expr.c. */

/** An expression is none, or cannot be worked out. `message` is bash's. */
export class BadArithmetic {
  readonly message: string;
  constructor(message: string) {
    this.message = message;
  }
}

/** Our hint about any of these. */
export const arithmeticHint = 'Arithmetic knows whole numbers, variables, + - * / % **, comparisons and ( ).';

/** A variable, or an element of an array. */
export interface NumberVariable {
  readonly kind: 'variable';
  readonly name: string;
  /** The text between the brackets. */
  readonly subscript: string | null;
}
/** An expression as a tree; `token` is where bash places what goes wrong with it. */
export type Expression =
  | { readonly kind: 'number'; readonly value: bigint }
  | NumberVariable
  | { readonly kind: 'unary'; readonly operator: string; readonly operand: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
      readonly token: string;
    }
  | {
      readonly kind: 'choice';
      readonly test: Expression;
      readonly yes: Expression;
      readonly no: Expression;
    }
  | {
      readonly kind: 'assign';
      readonly variable: NumberVariable;
      readonly operator: string;
      readonly value: Expression;
      readonly token: string;
    }
  | {
      readonly kind: 'step';
      readonly variable: NumberVariable;
      readonly by: 1n | -1n;
      readonly isBefore: boolean;
    };

interface Token {
  readonly kind: 'operator' | 'number' | 'name' | 'end';
  readonly text: string;
  readonly from: number;
}

/** How deep expressions may be nested, and variables that name others. */
export const deepest = 100;
/** A number of 64 bits with a sign. */
export const wrap = (value: bigint): bigint => BigInt.asIntN(64, value);

/** Binary operators from the loosest to the tightest. */
const levels = [
  ['||'],
  ['&&'],
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<=', '>=', '<', '>'],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
];
const tokens =
  /\s*(?:(<<=|>>=|\*\*|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&^|]=|[-+*/%&^|<>=!~?:,()])|(\d[\w#@]*)|([A-Za-z_]\w*))/y;

/** Reads an expression; null where it is empty. Throws `BadArithmetic`. */
export const readArithmetic = (text: string): Expression | null => new ExpressionReader(text).read();

class ExpressionReader {
  readonly #text: string;
  #at = 0;
  #depth = 0;
  #token: Token;
  /** Where the token before begins: bash marks it where the text ends too early. */
  #before = 0;

  constructor(text: string) {
    this.#text = text;
    this.#token = this.#next();
  }

  read(): Expression | null {
    if (this.#token.kind === 'end') return null;
    const found = this.#comma();
    if ((this.#token as Token).kind !== 'end') throw this.#wrong('syntax error in expression');
    return found;
  }

  #wrong(what: string, from = this.#token.from): BadArithmetic {
    const rest = this.#text.slice(from);
    return new BadArithmetic(`${this.#text.replace(/^\s+/, '')}: ${what} (error token is "${rest}")`);
  }

  #next(): Token {
    tokens.lastIndex = this.#at;
    const found = tokens.exec(this.#text);
    if (!found) {
      const rest = this.#text.slice(this.#at);
      if (rest.trim() === '') return { kind: 'end', text: '', from: this.#text.length };
      throw this.#wrong('syntax error: operand expected', this.#at + rest.length - rest.trimStart().length);
    }
    this.#at = tokens.lastIndex;
    const text = (found[1] ?? found[2] ?? found[3])!;
    const kind = found[1] !== undefined ? 'operator' : found[2] !== undefined ? 'number' : 'name';
    return { kind, text, from: this.#at - text.length };
  }

  /** Where bash says that a mistake is: at this token, or the last one. */
  #end(): number {
    return this.#token.kind === 'end' ? this.#before : this.#token.from;
  }

  #take(): string {
    const { text, from } = this.#token;
    this.#before = from;
    this.#token = this.#next();
    return text;
  }

  #is(...operators: readonly string[]): boolean {
    return this.#token.kind === 'operator' && operators.includes(this.#token.text);
  }

  #comma(): Expression {
    let left = this.#assignment();
    while (this.#is(',')) {
      const token = this.#take();
      left = { kind: 'binary', operator: ',', left, right: this.#assignment(), token };
    }
    return left;
  }

  #assignment(): Expression {
    if (++this.#depth > deepest) throw this.#wrong('expression recursion level exceeded');
    const left = this.#choice();
    let found = left;
    if (this.#is('=', '+=', '-=', '*=', '/=', '%=', '&=', '^=', '|=', '<<=', '>>=')) {
      if (left.kind !== 'variable') throw this.#wrong('attempted assignment to non-variable');
      const operator = this.#take().slice(0, -1);
      const { from } = this.#token;
      const value = this.#assignment();
      found = { kind: 'assign', variable: left, operator, value, token: this.#text.slice(from) };
    }
    this.#depth--;
    return found;
  }

  #choice(): Expression {
    const test = this.#binary(0);
    if (!this.#is('?')) return test;
    this.#take();
    if (this.#is(':') || this.#token.kind === 'end') throw this.#wrong('expression expected');
    const yes = this.#comma();
    if (!this.#is(':')) throw this.#wrong("`:' expected for conditional expression", this.#end());
    this.#take();
    return { kind: 'choice', test, yes, no: this.#assignment() };
  }

  #binary(level: number): Expression {
    const operators = levels[level];
    if (!operators) return this.#power();
    let left = this.#binary(level + 1);
    while (this.#is(...operators)) {
      const operator = this.#take();
      const { from } = this.#token;
      const right = this.#binary(level + 1);
      left = { kind: 'binary', operator, left, right, token: this.#text.slice(from) };
    }
    return left;
  }

  #power(): Expression {
    const left = this.#unary();
    if (!this.#is('**')) return left;
    this.#take();
    if (++this.#depth > deepest) throw this.#wrong('expression recursion level exceeded');
    const right = this.#power();
    this.#depth--;
    return { kind: 'binary', operator: '**', left, right, token: this.#text.slice(this.#before) };
  }

  #unary(): Expression {
    if (++this.#depth > deepest) throw this.#wrong('expression recursion level exceeded');
    const found = this.#unaryHere();
    this.#depth--;
    return found;
  }

  #unaryHere(): Expression {
    if (this.#is('!', '~', '-', '+'))
      return { kind: 'unary', operator: this.#take(), operand: this.#unary() };
    if (this.#is('++', '--')) {
      const operator = this.#take();
      const operand = this.#unary();
      if (operand.kind === 'variable')
        return { kind: 'step', variable: operand, by: operator === '++' ? 1n : -1n, isBefore: true };
      // In front of a number they are two signs.
      return operator === '++' ? operand : { kind: 'unary', operator: '+', operand };
    }
    const operand = this.#operand();
    if (operand.kind !== 'variable' || !this.#is('++', '--')) return operand;
    return { kind: 'step', variable: operand, by: this.#take() === '++' ? 1n : -1n, isBefore: false };
  }

  #operand(): Expression {
    const token = this.#token;
    if (this.#is('(')) {
      this.#take();
      const inside = this.#comma();
      if (!this.#is(')')) throw this.#wrong("missing `)'");
      this.#take();
      return inside;
    }
    if (token.kind === 'number') {
      this.#take();
      return { kind: 'number', value: this.#number(token.text, token.from) };
    }
    if (token.kind !== 'name') {
      throw this.#wrong('syntax error: operand expected', this.#end());
    }
    const subscript = this.#text[this.#at] === '[' ? this.#subscript() : null;
    this.#take();
    return { kind: 'variable', name: token.text, subscript };
  }

  #subscript(): string {
    const begin = this.#at + 1;
    let depth = 0;
    for (let at = this.#at; at < this.#text.length; at++) {
      if (this.#text[at] === '[') depth++;
      else if (this.#text[at] === ']' && --depth === 0) {
        this.#at = at + 1;
        return this.#text.slice(begin, at);
      }
    }
    throw this.#wrong('bad array subscript', begin - 1);
  }

  #number(text: string, from: number): bigint {
    const based = /^(\d+)#(.*)$/.exec(text);
    const base = based ? Number(based[1]) : /^0[xX]/.test(text) ? 16 : /^0\d/.test(text) ? 8 : 10;
    const digits = based ? based[2]! : base === 16 ? text.slice(2) : text;
    if (base < 2 || base > 64) throw this.#wrong('invalid arithmetic base', from);
    let value = 0n;
    for (const c of digits) {
      const digit = /\d/.test(c)
        ? Number(c)
        : /[a-z]/.test(c)
          ? c.charCodeAt(0) - 87
          : /[A-Z]/.test(c)
            ? c.charCodeAt(0) - (base <= 36 ? 55 : 29)
            : c === '@'
              ? 62
              : c === '_'
                ? 63
                : 99;
      if (digit >= base) throw this.#wrong('value too great for base', from);
      value = wrap(value * BigInt(base) + BigInt(digit));
    }
    return value;
  }
}
