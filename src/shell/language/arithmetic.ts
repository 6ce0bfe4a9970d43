/** Arithmetic: whole numbers of 64 bits. Reference: bash 5.2, expr.c. */

/** What variables an expression sees. */
export interface Numbers {
  /** The text of a variable or of an element; empty where it has none. */
  read(name: string, key: string | null): string;
  write(name: string, key: string | null, value: string): void;
  /** Whether the keys of this array are texts. */
  isKeyed(name: string): boolean;
}

/** An expression is none, or cannot be worked out. `message` is bash's. */
export class BadArithmetic {
  readonly message: string;
  constructor(message: string) {
    this.message = message;
  }
}

/** Our hint about any of these. */
export const arithmeticHint = 'Arithmetic knows whole numbers, variables, + - * / % **, comparisons and ( ).';

interface Variable {
  readonly kind: 'variable';
  readonly name: string;
  /** The text between the brackets. */
  readonly subscript: string | null;
}
type Expression =
  | { readonly kind: 'number'; readonly value: bigint }
  | Variable
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
      readonly variable: Variable;
      readonly operator: string;
      readonly value: Expression;
      readonly token: string;
    }
  | {
      readonly kind: 'step';
      readonly variable: Variable;
      readonly by: 1n | -1n;
      readonly isBefore: boolean;
    };

interface Token {
  readonly kind: 'operator' | 'number' | 'name' | 'end';
  readonly text: string;
  readonly from: number;
}

const deepest = 100;
const wrap = (value: bigint): bigint => BigInt.asIntN(64, value);

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

/** The value of an expression; 0 where it is empty. Throws `BadArithmetic`. */
export const evaluate = (text: string, numbers: Numbers, depth = 0): bigint => {
  if (depth > deepest)
    throw new BadArithmetic(`${text}: expression recursion level exceeded (error token is "${text}")`);
  const read = new ExpressionReader(text).read();
  return read ? new Evaluation(text, numbers, depth).value(read) : 0n;
};

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

class Evaluation {
  readonly #text: string;
  readonly #numbers: Numbers;
  readonly #depth: number;

  constructor(text: string, numbers: Numbers, depth: number) {
    this.#text = text;
    this.#numbers = numbers;
    this.#depth = depth;
  }

  value(e: Expression): bigint {
    switch (e.kind) {
      case 'number':
        return e.value;
      case 'variable':
        return this.#read(e, this.#key(e));
      case 'unary': {
        const operand = this.value(e.operand);
        if (e.operator === '!') return operand === 0n ? 1n : 0n;
        return e.operator === '-' ? wrap(-operand) : e.operator === '~' ? ~operand : operand;
      }
      case 'choice':
        return this.value(e.test) !== 0n ? this.value(e.yes) : this.value(e.no);
      case 'assign': {
        const key = this.#key(e.variable);
        const right = this.value(e.value);
        const value =
          e.operator === ''
            ? right
            : this.#calculated(e.operator, this.#read(e.variable, key), right, e.token);
        this.#numbers.write(e.variable.name, key, String(value));
        return value;
      }
      case 'step': {
        const key = this.#key(e.variable);
        const before = this.#read(e.variable, key);
        const after = wrap(before + e.by);
        this.#numbers.write(e.variable.name, key, String(after));
        return e.isBefore ? after : before;
      }
      case 'binary': {
        const left = this.value(e.left);
        if (e.operator === '&&') return left !== 0n && this.value(e.right) !== 0n ? 1n : 0n;
        if (e.operator === '||') return left !== 0n || this.value(e.right) !== 0n ? 1n : 0n;
        return this.#calculated(e.operator, left, this.value(e.right), e.token);
      }
    }
  }

  #key({ name, subscript }: Variable): string | null {
    if (subscript === null) return null;
    if (this.#numbers.isKeyed(name)) return subscript.replace(/^(['"])(.*)\1$/s, '$2');
    return String(evaluate(subscript, this.#numbers, this.#depth + 1));
  }

  #read({ name }: Variable, key: string | null): bigint {
    const text = this.#numbers.read(name, key);
    return /^\s*$/.test(text) ? 0n : evaluate(text, this.#numbers, this.#depth + 1);
  }

  #calculated(operator: string, left: bigint, right: bigint, token: string): bigint {
    const truth = (is: boolean) => (is ? 1n : 0n);
    switch (operator) {
      case ',':
        return right;
      case '|':
        return left | right;
      case '^':
        return left ^ right;
      case '&':
        return left & right;
      case '==':
        return truth(left === right);
      case '!=':
        return truth(left !== right);
      case '<':
        return truth(left < right);
      case '>':
        return truth(left > right);
      case '<=':
        return truth(left <= right);
      case '>=':
        return truth(left >= right);
      case '<<':
        return wrap(left << (right & 63n));
      case '>>':
        return left >> (right & 63n);
      case '+':
        return wrap(left + right);
      case '-':
        return wrap(left - right);
      case '*':
        return wrap(left * right);
      case '/':
      case '%':
        if (right === 0n) throw this.#wrong('division by 0', token);
        return wrap(operator === '/' ? left / right : left % right);
      default: {
        if (right < 0n) throw this.#wrong('exponent less than 0', token);
        let [value, factor] = [1n, left];
        for (let n = right; n > 0n; n >>= 1n) {
          if (n & 1n) value = wrap(value * factor);
          factor = wrap(factor * factor);
        }
        return value;
      }
    }
  }

  #wrong(what: string, token: string): BadArithmetic {
    return new BadArithmetic(`${this.#text.replace(/^\s+/, '')}: ${what} (error token is "${token}")`);
  }
}
