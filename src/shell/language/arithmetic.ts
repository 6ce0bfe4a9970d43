/** Arithmetic: whole numbers of 64 bits. Reference: bash 5.2, expr.c. */

import {
  BadArithmetic,
  deepest,
  type Expression,
  type NumberVariable,
  readArithmetic,
  wrap,
} from './readArithmetic.ts';

/** What variables an expression sees. */
export interface Numbers {
  /** The text of a variable or of an element; empty where it has none. */
  read(name: string, key: string | null): string;
  write(name: string, key: string | null, value: string): void;
  /** Whether the keys of this array are texts. */
  isKeyed(name: string): boolean;
}

/** The value of an expression; 0 where it is empty. Throws `BadArithmetic`. */
export const evaluate = (text: string, numbers: Numbers, depth = 0): bigint => {
  if (depth > deepest)
    throw new BadArithmetic(`${text}: expression recursion level exceeded (error token is "${text}")`);
  const read = readArithmetic(text);
  return read ? new Evaluation(text, numbers, depth).value(read) : 0n;
};

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

  #key({ name, subscript }: NumberVariable): string | null {
    if (subscript === null) return null;
    if (this.#numbers.isKeyed(name)) return subscript.replace(/^(['"])(.*)\1$/s, '$2');
    return String(evaluate(subscript, this.#numbers, this.#depth + 1));
  }

  #read({ name }: NumberVariable, key: string | null): bigint {
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
