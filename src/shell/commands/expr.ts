import type { Problem } from '../../text/problem.ts';
import type { Word } from '../../text/words.ts';
import { compile } from '../regex/compile.ts';
import { groupsOf, search } from '../regex/match.ts';
import { printed, problemAt, refused } from './shared/result.ts';
import { quoted } from './shared/textSources.ts';
import { defineCommand } from './shellCommand.ts';

class Wrong {
  readonly problem: Problem;
  constructor(at: Pick<Word, 'from' | 'to'>, message: string) {
    this.problem = problemAt(
      at,
      `expr: ${message}`,
      2,
      'Numbers and signs are words of their own: expr 1 + 2. $((1 + 2)) is shorter.',
    );
  }
}

const deepest = 200;

/** Reads and works out an expression at once. */
class Expression {
  readonly #words: readonly Word[];
  #at = 0;
  #depth = 0;

  constructor(words: readonly Word[]) {
    this.#words = words;
  }

  whole(): string {
    const value = this.#level(0);
    const left = this.#words[this.#at];
    if (left) throw new Wrong(left, `syntax error: unexpected argument ${quoted(left.text)}`);
    return value;
  }

  #take(): Word {
    const word = this.#words[this.#at];
    if (word) {
      this.#at++;
      return word;
    }
    const last = this.#words.at(-1)!;
    throw new Wrong(last, `syntax error: missing argument after ${quoted(last.text)}`);
  }

  #number(text: string): bigint {
    if (!/^-?\d+$/.test(text)) throw new Wrong(this.#words[this.#at - 1]!, 'non-integer argument');
    return BigInt(text);
  }

  #level(level: number): string {
    const operators = [
      ['|'],
      ['&'],
      ['<', '<=', '=', '==', '!=', '>=', '>'],
      ['+', '-'],
      ['*', '/', '%'],
      [':'],
    ][level];
    if (!operators) return this.#primary();
    let left = this.#level(level + 1);
    for (;;) {
      const operator = this.#words[this.#at]?.text;
      if (operator === undefined || !operators.includes(operator)) return left;
      this.#at++;
      left = this.#two(operator, left, this.#level(level + 1));
    }
  }

  #two(operator: string, left: string, right: string): string {
    const empty = (text: string) => text === '' || /^-?0+$/.test(text);
    switch (operator) {
      case '|':
        return empty(left) ? (empty(right) ? '0' : right) : left;
      case '&':
        return empty(left) || empty(right) ? '0' : left;
      case ':':
        return this.#matched(left, right);
      case '+':
        return String(this.#number(left) + this.#number(right));
      case '-':
        return String(this.#number(left) - this.#number(right));
      case '*':
        return String(this.#number(left) * this.#number(right));
      case '/':
      case '%': {
        const [a, b] = [this.#number(left), this.#number(right)];
        if (b === 0n) throw new Wrong(this.#words[this.#at - 1]!, 'division by zero');
        return String(operator === '/' ? a / b : a % b);
      }
      default:
        return String(Number(this.#compares(operator, left, right)));
    }
  }

  #compares(operator: string, left: string, right: string): boolean {
    const whole = /^-?\d+$/;
    const numeric = whole.test(left) && whole.test(right);
    const order = numeric
      ? Number(BigInt(left) - BigInt(right) > 0n) - Number(BigInt(left) - BigInt(right) < 0n)
      : Number(left > right) - Number(left < right);
    switch (operator) {
      case '<':
        return order < 0;
      case '<=':
        return order <= 0;
      case '>':
        return order > 0;
      case '>=':
        return order >= 0;
      case '!=':
        return order !== 0;
      default:
        return order === 0;
    }
  }

  /** How many letters a pattern matches at the beginning, or what its parentheses hold. */
  #matched(text: string, pattern: string): string {
    const made = compile(pattern.startsWith('^') ? pattern : `^${pattern}`, { syntax: 'basic' });
    if (!made.ok) throw new Wrong(this.#words[this.#at - 1]!, made.message);
    const found = search(made.regex, text);
    if (made.regex.groups === 0) return String(found ? found.to - found.from : 0);
    return found ? (groupsOf(made.regex, text, found)?.[0] ?? '') : '';
  }

  #primary(): string {
    const word = this.#take();
    switch (word.text) {
      case '(': {
        if (++this.#depth > deepest) throw new Wrong(word, 'parentheses this deep are not simulated here');
        const value = this.#level(0);
        const close = this.#words[this.#at];
        if (close?.text !== ')')
          throw new Wrong(
            word,
            `syntax error: expecting ')' after ${quoted(this.#words[this.#at - 1]!.text)}`,
          );
        this.#at++;
        this.#depth--;
        return value;
      }
      case ')':
        throw new Wrong(word, "syntax error: unexpected ')'");
      case '+':
        return this.#take().text;
      case 'length':
        return this.#words[this.#at] ? String(this.#primary().length) : word.text;
      case 'match':
        return this.#matched(this.#primary(), this.#primary());
      case 'index': {
        const [text, letters] = [this.#primary(), this.#primary()];
        return String([...text].findIndex((c) => letters.includes(c)) + 1);
      }
      case 'substr': {
        const text = this.#primary();
        const [from, length] = [Number(this.#primary()), Number(this.#primary())];
        return from >= 1 && length >= 1 ? text.slice(from - 1, from - 1 + length) : '';
      }
      default:
        return word.text;
    }
  }
}

/** Reference: GNU coreutils 9.1, src/expr.c. */
export const expr = defineCommand({
  name: 'expr',
  usage: 'expr EXPRESSION',
  summary: 'Works out an expression: expr 1 + 2, expr "$X" : "eth.*".',
  needs: [],
  run({ words }) {
    const given = words[0]?.text === '--' ? words.slice(1) : words;
    if (given.length === 0)
      return refused(
        problemAt(
          { from: words.at(-1)?.to ?? 0, to: words.at(-1)?.to ?? 0 },
          "expr: missing operand\nTry 'expr --help' for more information.",
          2,
          'Write an expression: expr 1 + 2.',
        ),
      );
    try {
      const value = new Expression(given).whole();
      return printed(`${value}\n`, { status: value === '' || /^-?0+$/.test(value) ? 1 : 0 });
    } catch (thrown) {
      if (!(thrown instanceof Wrong)) throw thrown;
      return refused(thrown.problem);
    }
  },
});
