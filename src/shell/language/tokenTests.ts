import { type Mistake, Unfinished, unexpected } from './mistake.ts';
import type { Reader, Token } from './reader.ts';

export const isOperator = (t: Token, ...texts: readonly string[]): boolean =>
  t.kind === 'operator' && texts.includes(t.text);
export const isKeyword = (t: Token, ...names: readonly string[]): boolean =>
  t.kind === 'word' && t.bare !== null && names.includes(t.bare);

/** Words that begin a compound command, where a command begins. */
export const openers = ['if', 'for', 'while', 'until', 'case', 'function', '{', '[[', 'select', 'coproc'];
/** Words that go on with one or end it. */
export const closers = ['then', 'elif', 'else', 'fi', 'do', 'done', 'esac', '}', ']]'];

export const nameOf = (t: Token): string => (t.kind === 'operator' ? t.text : 'newline');

export const refuse = (reader: Reader, t: Token): Mistake | Unfinished => {
  if (t.kind === 'end') return new Unfinished('syntax error: unexpected end of file');
  const name = t.kind === 'word' ? reader.text.slice(t.from, t.to) : nameOf(t);
  const hint =
    t.kind === 'newline'
      ? 'Something is missing at the end of this line.'
      : isKeyword(t, ...closers)
        ? `${name} belongs to a loop, a case or an if, and none is open here that waits for it.`
        : `${name} cannot be here. To print it or to hand it to a command, put it in quotes.`;
  return unexpected(t.from, Math.max(t.to, t.from), name, hint);
};

export const skipNewlines = (reader: Reader): void => {
  while (reader.peek.kind === 'newline') reader.take();
};

/** Takes one of these keywords, or refuses what is there. */
export const expect = (reader: Reader, ...names: readonly string[]): string => {
  if (!isKeyword(reader.peek, ...names)) throw refuse(reader, reader.peek);
  const t = reader.take();
  return t.kind === 'word' ? t.bare! : '';
};

/** Takes one of these operators, or refuses what is there. */
export const expectOperator = (reader: Reader, ...texts: readonly string[]): string => {
  if (!isOperator(reader.peek, ...texts)) throw refuse(reader, reader.peek);
  return nameOf(reader.take());
};
