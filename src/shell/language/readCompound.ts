/** Reads compound commands. Reference: bash 5.2, parse.y. */
import { arithmeticEnd } from './partReader.ts';
import { condition } from './readCondition.ts';
import type { Reader } from './reader.ts';
import { forLoop, loopBody } from './readLoop.ts';
import { redirects } from './readRedirect.ts';
import type { Clause, Compound, CompoundCommand, List, Phrase } from './syntax.ts';
import { expect, expectOperator, isKeyword, isOperator, nameOf, refuse, skipNewlines } from './tokenTests.ts';

/** A compound command, which begins here with its keyword or a parenthesis, and its redirections. */
export const compound = (reader: Reader): CompoundCommand => {
  const { from } = reader.peek;
  const read = compoundHere(reader);
  const found = redirects(reader);
  return { ...read, redirects: found, from, to: reader.at };
};

const between = (reader: Reader, close: ')' | '}'): List => {
  reader.take();
  const body = reader.list((t) => (close === ')' ? isOperator(t, ')') : isKeyword(t, '}')), true);
  reader.take();
  return body;
};

const upTo = (reader: Reader, ...names: readonly string[]): List =>
  reader.list((t) => isKeyword(t, ...names), true);

const compoundHere = (reader: Reader): Compound => {
  const t = reader.peek;
  if (t.kind !== 'word') return parentheses(reader);
  switch (t.bare) {
    case '{':
      return { kind: 'group', body: between(reader, '}') };
    case '[[': {
      reader.take();
      const read = condition(reader);
      expect(reader, ']]');
      return { kind: 'condition', condition: read, written: reader.text.slice(t.from, reader.at) };
    }
    case 'while':
    case 'until': {
      reader.take();
      const test = upTo(reader, 'do');
      return { kind: t.bare, condition: test, body: loopBody(reader) };
    }
    case 'for':
      reader.take();
      return forLoop(reader);
    case 'case':
      reader.take();
      return cases(reader);
    case 'if':
      return choice(reader);
    default:
      throw refuse(reader, t);
  }
};

const parentheses = (reader: Reader): Compound => {
  const { from } = reader.peek;
  const end = reader.text.startsWith('((', from) ? arithmeticEnd(reader.text, from + 2, reader.stop) : null;
  if (end === null) return { kind: 'subshell', body: between(reader, ')') };
  return {
    kind: 'arithmetic',
    expression: reader.raw(from + 2, (parts) => {
      const expression = parts.expression(end);
      parts.at = end + 2;
      return expression;
    }),
  };
};

const choice = (reader: Reader): Compound => {
  const branches: { condition: List; body: List }[] = [];
  let next = 'elif';
  let otherwise: List | null = null;
  while (next === 'elif') {
    reader.take();
    const test = upTo(reader, 'then');
    expect(reader, 'then');
    branches.push({ condition: test, body: upTo(reader, 'elif', 'else', 'fi') });
    next = reader.peek.kind === 'word' ? reader.peek.bare! : '';
  }
  if (next === 'else') {
    reader.take();
    otherwise = upTo(reader, 'fi');
  }
  expect(reader, 'fi');
  return { kind: 'if', branches, otherwise };
};

const cases = (reader: Reader): Compound => {
  const t = reader.peek;
  if (t.kind !== 'word') throw refuse(reader, t);
  reader.take();
  skipNewlines(reader);
  expect(reader, 'in');
  const clauses: Clause[] = [];
  for (skipNewlines(reader); !isKeyword(reader.peek, 'esac'); skipNewlines(reader)) {
    if (isOperator(reader.peek, '(')) reader.take();
    const patterns: Phrase[] = [];
    do {
      const next = reader.peek;
      if (next.kind !== 'word') throw refuse(reader, next);
      patterns.push(next.phrase);
      reader.take();
    } while (expectOperator(reader, '|', ')') === '|');
    const body = reader.list((e) => isOperator(e, ';;', ';&', ';;&') || isKeyword(e, 'esac'));
    const ended = isOperator(reader.peek, ';;', ';&', ';;&');
    clauses.push({ patterns, body, ending: ended ? (nameOf(reader.take()) as Clause['ending']) : ';;' });
    if (!ended) break;
  }
  expect(reader, 'esac');
  return { kind: 'case', word: t.phrase, clauses };
};
