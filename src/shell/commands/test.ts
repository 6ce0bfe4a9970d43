import type { Word } from '../../text/words.ts';
import { byLetters } from '../files.ts';
import { fileComparison, fileTest, unary } from './shared/fileTest.ts';
import { printed, refused } from './shared/result.ts';
import { type Call, type CommandResult, defineCommand } from './shellCommand.ts';

/** Thrown while an expression is read. */
class Wrong {
  readonly at: Word;
  readonly message: string;
  readonly hint: string;
  constructor(at: Word, message: string, hint: string) {
    this.at = at;
    this.message = message;
    this.hint = hint;
  }
}

const numeric = new Set(['-eq', '-ne', '-lt', '-le', '-gt', '-ge']);
const binary = new Set(['=', '==', '!=', '<', '>', ...numeric, '-nt', '-ot', '-ef']);
const foreign = /^-[a-zA-Z]$/;

const number = (word: Word): bigint => {
  const text = word.text.trim();
  if (!/^[-+]?\d+$/.test(text))
    throw new Wrong(
      word,
      `${word.text}: integer expression expected`,
      'These compare whole numbers. = compares texts.',
    );
  return BigInt(text.replace(/^\+/, ''));
};

const two = (left: Word, operator: Word, right: Word, call: Call<'files'>): boolean => {
  const files = fileComparison(left.text, operator.text, right.text, call);
  if (files !== null) return files;
  if (numeric.has(operator.text)) {
    const [a, b] = [number(left), number(right)];
    return { '-eq': a === b, '-ne': a !== b, '-lt': a < b, '-le': a <= b, '-gt': a > b, '-ge': a >= b }[
      operator.text
    ]!;
  }
  const order = byLetters(left.text, right.text);
  return { '=': order === 0, '==': order === 0, '!=': order !== 0, '<': order < 0, '>': order > 0 }[
    operator.text
  ]!;
};

/** An expression with -a, -o, ! and parentheses. Reference: bash 5.2, test.c, expr */
class Joined {
  readonly #words: readonly Word[];
  readonly #call: Call<'files'>;
  #at = 0;
  #depth = 0;

  constructor(words: readonly Word[], call: Call<'files'>) {
    this.#words = words;
    this.#call = call;
  }

  whole(): boolean {
    const value = this.#or();
    if (this.#at < this.#words.length)
      throw new Wrong(this.#words[this.#at]!, 'too many arguments', 'A text with blanks belongs in quotes.');
    return value;
  }

  #or(): boolean {
    let value = this.#and();
    while (this.#took('-o')) value = this.#and() || value;
    return value;
  }

  #and(): boolean {
    let value = this.#term();
    while (this.#took('-a')) value = this.#term() && value;
    return value;
  }

  #took(text: string): boolean {
    if (this.#words[this.#at]?.text !== text) return false;
    this.#at++;
    return true;
  }

  #term(): boolean {
    const word = this.#words[this.#at];
    if (!word) throw new Wrong(this.#words.at(-1)!, 'argument expected', 'Something is missing at the end.');
    if (++this.#depth > 200)
      throw new Wrong(word, 'an expression this deep is not simulated here', 'Write less.');
    try {
      if (this.#took('!')) return !this.#term();
      if (this.#took('(')) {
        const value = this.#or();
        if (!this.#took(')')) throw new Wrong(word, "`)' expected", 'A parenthesis has no end.');
        return value;
      }
      const [, operator, right] = this.#words.slice(this.#at);
      if (operator && binary.has(operator.text) && right) {
        this.#at += 3;
        return two(word, operator, right, this.#call);
      }
      if (unary.has(word.text) && operator) {
        this.#at += 2;
        return fileTest(word.text, operator.text, this.#call)!;
      }
      this.#at++;
      return word.text !== '';
    } finally {
      this.#depth--;
    }
  }
}

/** By the number of words, as POSIX says. Reference: bash 5.2, test.c. */
const judge = (words: readonly Word[], call: Call<'files'>): boolean => {
  const [a, b, c, d] = words;
  const count = words.length;
  if (!a) return false;
  if (count === 1) return a.text !== '';
  if (count === 2) {
    if (a.text === '!') return b!.text === '';
    if (unary.has(a.text)) return fileTest(a.text, b!.text, call)!;
    if (foreign.test(a.text)) throw new Wrong(a, `${a.text} is not simulated here`, fileTests);
    throw new Wrong(
      a,
      `${a.text}: unary operator expected`,
      'Something is missing: a variable without quotes that is empty leaves no word.',
    );
  }
  if (count === 3) {
    if (binary.has(b!.text)) return two(a, b!, c!, call);
    if (b!.text === '-a') return a.text !== '' && c!.text !== '';
    if (b!.text === '-o') return a.text !== '' || c!.text !== '';
    if (a.text === '!') return !judge(words.slice(1), call);
    if (a.text === '(' && c!.text === ')') return b!.text !== '';
    throw new Wrong(
      b!,
      `${b!.text}: binary operator expected`,
      'There are =, !=, -eq, -ne, -lt, -le, -gt and -ge, with blanks around them.',
    );
  }
  if (count === 4 && a.text === '!') return !judge(words.slice(1), call);
  if (count === 4 && a.text === '(' && d!.text === ')') return judge(words.slice(1, 3), call);
  return new Joined(words, call).whole();
};

const fileTests = 'There are -e, -f, -d, -s, -r, -w, -x, -z, -n and others.';

const said = (call: Call<'files'>, words: readonly Word[], name: string): CommandResult => {
  try {
    return printed('', { status: judge(words, call) ? 0 : 1 });
  } catch (thrown) {
    if (!(thrown instanceof Wrong)) throw thrown;
    return refused({
      from: thrown.at.from,
      to: thrown.at.to,
      message: `${call.says}${name}: ${thrown.message}`,
      status: 2,
      hint: thrown.hint,
    });
  }
};

export const test = defineCommand({
  name: 'test',
  usage: 'test EXPRESSION',
  summary: 'Compares texts and numbers, and looks whether files are there; its status is the answer.',
  needs: ['files'],
  isBuiltin: true,
  run: (call) => said(call, call.words, 'test'),
});

/** The same between brackets. */
export const bracket = defineCommand({
  name: '[',
  usage: '[ EXPRESSION ]',
  summary: 'The same as test: [ "$X" = yes ], [ 3 -gt 2 ], [ -f FILE ].',
  needs: ['files'],
  isBuiltin: true,
  run(call) {
    const last = call.words.at(-1);
    if (last?.text !== ']')
      return refused({
        from: last?.to ?? 0,
        to: last?.to ?? 0,
        message: `${call.says}[: missing \`]'`,
        status: 2,
        hint: 'A ] of its own belongs at the end, with a blank in front.',
        replacement: ' ]',
      });
    return said(call, call.words.slice(0, -1), '[');
  },
});
