/** Reads `for` after its keyword, and the body of any loop. Reference: bash 5.2, parse.y. */
import { Mistake, unexpected } from './mistake.ts';
import { arithmeticEnd } from './partReader.ts';
import type { Reader } from './reader.ts';
import type { Compound, List, Phrase } from './syntax.ts';
import { expect, isKeyword, isOperator, refuse, skipNewlines } from './tokenTests.ts';

export const loopBody = (reader: Reader): List => {
  const isGroup = isKeyword(reader.peek, '{');
  if (isGroup) {
    reader.take();
    const group = reader.list((t) => isKeyword(t, '}'), true);
    reader.take();
    return group;
  }
  expect(reader, 'do');
  const body = reader.list((t) => isKeyword(t, 'done'), true);
  expect(reader, 'done');
  return body;
};

export const forLoop = (reader: Reader): Compound => {
  const t = reader.peek;
  if (isOperator(t, '(') && reader.text.startsWith('((', t.from)) return countLoop(reader, t.from);
  // The name is on the same line as its for.
  if (t.kind === 'end') throw unexpected(t.from, t.to, 'newline', 'The name of a variable is missing here.');
  if (t.kind !== 'word') throw refuse(reader, t);
  if (t.bare === null || !/^[A-Za-z_]\w*$/.test(t.bare))
    throw new Mistake({
      from: t.from,
      to: t.to,
      message: `\`${reader.text.slice(t.from, t.to)}': not a valid identifier`,
      status: 1,
      hint: 'Write the name of a variable after for: letters, digits and _, without $.',
      ...(t.phrase.parts[0]?.kind === 'parameter' ? { replacement: t.phrase.parts[0].name } : {}),
    });
  reader.take();
  skipNewlines(reader);
  let words: Phrase[] | null = null;
  if (isKeyword(reader.peek, 'in')) {
    reader.take();
    words = [];
    for (let next = reader.peek; next.kind === 'word'; next = reader.peek) {
      words.push(next.phrase);
      reader.take();
    }
    if (!isOperator(reader.peek, ';') && reader.peek.kind !== 'newline') throw refuse(reader, reader.peek);
    reader.take();
  } else if (isOperator(reader.peek, ';')) reader.take();
  else if (!isKeyword(reader.peek, 'do', '{')) throw refuse(reader, reader.peek);
  skipNewlines(reader);
  return { kind: 'for', name: t.bare, words, body: loopBody(reader) };
};

const countLoop = (reader: Reader, from: number): Compound => {
  const end = arithmeticEnd(reader.text, from + 2, reader.stop);
  if (end === null) throw refuse(reader, reader.peek);
  const parts = reader.raw(from + 2, (source) => {
    const found: (Phrase | null)[] = [];
    for (let begin = source.at; begin <= end; ) {
      const semicolon = reader.text.indexOf(';', begin);
      const stop = semicolon < 0 || semicolon > end ? end : semicolon;
      source.at = begin;
      found.push(reader.text.slice(begin, stop).trim() === '' ? null : source.expression(stop));
      begin = stop + 1;
    }
    source.at = end + 2;
    return found;
  });
  if (parts.length !== 3)
    throw new Mistake({
      from,
      to: end + 2,
      message: 'syntax error: arithmetic expression required',
      status: 2,
      hint: 'Write three expressions: for ((i = 0; i < 3; i++)).',
    });
  if (isOperator(reader.peek, ';')) reader.take();
  skipNewlines(reader);
  const [start, test, next] = parts as [Phrase | null, Phrase | null, Phrase | null];
  return { kind: 'count', start, test, next, body: loopBody(reader) };
};
