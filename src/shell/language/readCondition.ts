/** Reads what is between `[[` and `]]`. Reference: bash 5.2, parse.y, cond_expr. */
import type { Reader } from './reader.ts';
import type { Condition, Phrase } from './syntax.ts';
import { isKeyword, isOperator, refuse, skipNewlines } from './tokenTests.ts';

const unary = /^-[a-zA-Z]$/;
const binary = /^(=|==|!=|=~|-(eq|ne|lt|le|gt|ge|nt|ot|ef))$/;

export const condition = (reader: Reader): Condition => {
  skipNewlines(reader);
  const read = either(reader);
  skipNewlines(reader);
  return read;
};

const either = (reader: Reader): Condition => {
  let left = both(reader);
  while (isOperator(reader.peek, '||')) {
    reader.take();
    left = { kind: 'or', left, right: both(reader) };
    skipNewlines(reader);
  }
  return left;
};

const both = (reader: Reader): Condition => {
  let left = one(reader);
  while (isOperator(reader.peek, '&&')) {
    reader.take();
    left = { kind: 'and', left, right: one(reader) };
    skipNewlines(reader);
  }
  return left;
};

const wordHere = (reader: Reader): Phrase => {
  const t = reader.peek;
  if (t.kind !== 'word' || isKeyword(t, ']]')) throw refuse(reader, t);
  reader.take();
  return t.phrase;
};

const one = (reader: Reader): Condition => {
  skipNewlines(reader);
  const t = reader.peek;
  if (isOperator(t, '('))
    return reader.nested(t.from, () => {
      reader.take();
      const inside = condition(reader);
      if (!isOperator(reader.peek, ')')) throw refuse(reader, reader.peek);
      reader.take();
      skipNewlines(reader);
      return inside;
    });
  if (isKeyword(t, '!'))
    return reader.nested(t.from, () => {
      reader.take();
      return { kind: 'not', operand: one(reader) };
    });
  const left = wordHere(reader);
  const { from } = t;
  const bare = t.kind === 'word' ? t.bare : null;
  if (bare !== null && unary.test(bare) && reader.peek.kind === 'word' && !isKeyword(reader.peek, ']]')) {
    const next = reader.peek;
    if (!(next.kind === 'word' && next.bare !== null && binary.test(next.bare))) {
      const operand = wordHere(reader);
      skipNewlines(reader);
      return { kind: 'unary', operator: bare, operand, from, to: operand.to };
    }
  }
  const operator = reader.peek;
  const name =
    operator.kind === 'operator' && (operator.text === '<' || operator.text === '>')
      ? operator.text
      : operator.kind === 'word' && operator.bare !== null && binary.test(operator.bare)
        ? operator.bare
        : null;
  if (name === null) {
    skipNewlines(reader);
    return { kind: 'unary', operator: '-n', operand: left, from, to: left.to };
  }
  reader.take();
  const right = name === '=~' ? pattern(reader) : wordHere(reader);
  skipNewlines(reader);
  return { kind: 'binary', operator: name, left, right, from, to: right.to };
};

/** A regular expression, in which parentheses and `|` are letters. */
const pattern = (reader: Reader): Phrase => {
  let at = reader.at;
  while (' \t'.includes(reader.text[at] ?? 'x') && at < reader.stop) at++;
  if (at >= reader.stop || reader.text[at] === '\n') throw refuse(reader, reader.peek);
  return reader.raw(at, (parts) => {
    let depth = 0;
    const ends = new Set([' ', '\t', '\n', '\r', ';', '&', '<', '>']);
    return parts.phrase(() => {
      const c = parts.char();
      if (c === '(') depth++;
      if (c === ')') depth--;
      return depth < 0 || (depth === 0 && ends.has(c));
    }, false);
  });
};
