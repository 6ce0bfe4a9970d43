import { type Mistake, Unfinished, unexpected } from './mistake.ts';
import type { Reader, Token } from './reader.ts';

export const isOperator = (t: Token, ...texts: readonly string[]): boolean =>
  t.kind === 'operator' && texts.includes(t.text);
export const isKeyword = (t: Token, ...names: readonly string[]): boolean =>
  t.kind === 'word' && t.bare !== null && names.includes(t.bare);

export const openers = ['if', 'for', 'while', 'until', '{', '!'];
export const closers = ['then', 'elif', 'else', 'fi', 'do', 'done', '}'];

export const nameOf = (t: Token): string => (t.kind === 'operator' ? t.text : 'newline');

export const refuse = (reader: Reader, t: Token): Mistake | Unfinished => {
  if (t.kind === 'end') return new Unfinished('syntax error: unexpected end of file');
  const name = t.kind === 'word' ? reader.text.slice(t.from, t.to) : nameOf(t);
  const hint =
    t.kind === 'newline'
      ? 'Something is missing at the end of this line.'
      : isKeyword(t, ...closers)
        ? `${name} belongs to a loop or an if, and none is open here that waits for it.`
        : `${name} cannot be here. To print it or to hand it to a command, put it in quotes.`;
  return unexpected(t.from, Math.max(t.to, t.from), name, hint);
};

export const skipNewlines = (reader: Reader): void => {
  while (reader.peek.kind === 'newline') reader.take();
};
