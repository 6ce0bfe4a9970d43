/** Reads lists of commands and what a command is. Reference: bash 5.2, parse.y. */
import { Mistake, unexpected } from './mistake.ts';
import { arithmeticEnd } from './partReader.ts';
import { condition } from './readCondition.ts';
import type { Reader, Token } from './reader.ts';
import { redirects } from './readRedirect.ts';
import { simple } from './readSimple.ts';
import type {
  AndOr,
  Clause,
  CommandNode,
  Compound,
  CompoundCommand,
  List,
  Phrase,
  Pipeline,
} from './syntax.ts';
import {
  closers,
  expect,
  expectOperator,
  isKeyword,
  isOperator,
  nameOf,
  openers,
  refuse,
  skipNewlines,
} from './tokenTests.ts';

/** Commands up to a `)` or the end of the text, which stays: what is in a `$( )` or between backquotes. */
export const until = (reader: Reader, close: ')' | 'end'): List =>
  list(reader, (t) => (close === 'end' ? t.kind === 'end' : isOperator(t, ')')));

/**
 * Commands up to a token that ends them, which stays; there has to be one at least with `isNeeded`. A `line` ends
 * at the end of a line.
 */
export const list = (reader: Reader, ends: 'line' | ((t: Token) => boolean), isNeeded = false): List => {
  const all: AndOr[] = [];
  const isLine = ends === 'line';
  const isEnd = isLine ? (t: Token) => t.kind === 'newline' || t.kind === 'end' : ends;
  const skip = () => {
    if (!isLine) skipNewlines(reader);
  };
  skip();
  while (!isEnd(reader.peek)) {
    // At the end of the text too: what is missing here may be on the next line.
    if (reader.peek.kind === 'end') throw refuse(reader, reader.peek);
    const read = andOr(reader);
    const t = reader.peek;
    all.push({ ...read, background: isOperator(t, '&') ? { from: t.from, to: t.to } : null });
    if (isOperator(t, ';', '&') || (t.kind === 'newline' && !isLine)) reader.take();
    else if (!isEnd(t)) throw refuse(reader, t);
    skip();
  }
  if (all.length === 0 && isNeeded) throw refuse(reader, reader.peek);
  return all;
};

const andOr = (reader: Reader): Omit<AndOr, 'background'> => {
  const first = pipeline(reader);
  const rest: { operator: '&&' | '||'; pipeline: Pipeline }[] = [];
  while (isOperator(reader.peek, '&&', '||')) {
    const operator = nameOf(reader.take()) as '&&' | '||';
    skipNewlines(reader);
    rest.push({ operator, pipeline: pipeline(reader) });
  }
  return { first, rest };
};

const pipeline = (reader: Reader): Pipeline => {
  let negated = false;
  const { from } = reader.peek;
  while (isKeyword(reader.peek, '!')) {
    reader.take();
    negated = !negated;
  }
  if (isKeyword(reader.peek, 'time')) {
    reader.take();
    const timed = isOperator(reader.peek, ';') || reader.peek.kind !== 'word' ? null : pipeline(reader);
    const to = timed ? reader.at : from + 4;
    return {
      negated,
      commands: [{ kind: 'refused', what: 'time', hint: 'The clock here is virtual.', from, to }],
    };
  }
  const commands = [command(reader)];
  while (isOperator(reader.peek, '|', '|&')) {
    if (nameOf(reader.take()) === '|&') commands.push(withErrors(commands.pop()!));
    skipNewlines(reader);
    commands.push(command(reader));
  }
  return { negated, commands };
};

/** `A |& B` is `A 2>&1 | B`. */
const withErrors = (node: CommandNode): CommandNode => {
  if (node.kind === 'function' || node.kind === 'refused') return node;
  const target: Phrase = {
    parts: [{ kind: 'text', text: '1', quoted: false }],
    from: node.to,
    to: node.to,
  };
  return { ...node, redirects: [...node.redirects, { operator: '>&', fd: 2, target, written: '1' }] };
};

const command = (reader: Reader): CommandNode => {
  const t = reader.peek;
  if (isOperator(t, '(') || (t.kind === 'word' && t.bare !== null && openers.includes(t.bare)))
    return reader.nested(t.from, () => {
      if (isKeyword(t, 'function')) {
        reader.take();
        return functionNamed(reader, t.from);
      }
      if (isKeyword(t, 'select', 'coproc')) return refused(reader, t);
      return compound(reader);
    });
  if (isKeyword(t, ...closers) && !isKeyword(t, ']]')) throw refuse(reader, t);
  const read = simple(reader);
  return 'kind' in read ? read : functionBody(reader, read.functionName, t.from);
};

/** `select` and `coproc`, which are read whole and refused. */
const refused = (reader: Reader, t: Token): CommandNode => {
  const isSelect = isKeyword(t, 'select');
  reader.take();
  if (isSelect) forLoop(reader);
  else command(reader);
  return {
    kind: 'refused',
    what: isSelect ? 'select' : 'coproc',
    hint: isSelect ? 'There is for.' : 'Programs here run one after the other.',
    from: t.from,
    to: reader.at,
  };
};

const functionNamed = (reader: Reader, from: number): CommandNode => {
  const t = reader.peek;
  if (t.kind !== 'word') throw refuse(reader, t);
  reader.take();
  if (!isOperator(reader.peek, '(')) return functionBody(reader, t.phrase, from, false);
  return functionBody(reader, t.phrase, from);
};

const functionBody = (reader: Reader, name: Phrase, from: number, hasParentheses = true): CommandNode => {
  if (hasParentheses) {
    expectOperator(reader, '(');
    expectOperator(reader, ')');
  }
  skipNewlines(reader);
  const t = reader.peek;
  if (!isOperator(t, '(') && !isKeyword(t, ...openers)) throw refuse(reader, t);
  const body = reader.nested(t.from, () => compound(reader));
  const written = reader.text.slice(name.from, name.to);
  const [first] = name.parts;
  if (name.parts.length !== 1 || first!.kind !== 'text')
    throw new Mistake({
      from: name.from,
      to: name.to,
      message: `\`${written}': not a valid identifier`,
      status: 1,
      hint: 'The name of a function is a plain word.',
    });
  return {
    kind: 'function',
    name: first!.text,
    body,
    written: reader.text.slice(from, reader.at),
    from,
    to: reader.at,
  };
};

const compound = (reader: Reader): CompoundCommand => {
  const { from } = reader.peek;
  const read = compoundHere(reader);
  const found = redirects(reader);
  return { ...read, redirects: found, from, to: reader.at };
};

const between = (reader: Reader, close: ')' | '}'): List => {
  reader.take();
  const body = list(reader, (t) => (close === ')' ? isOperator(t, ')') : isKeyword(t, '}')), true);
  reader.take();
  return body;
};

const upTo = (reader: Reader, ...names: readonly string[]): List =>
  list(reader, (t) => isKeyword(t, ...names), true);

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

const loopBody = (reader: Reader): List => {
  const isGroup = isKeyword(reader.peek, '{');
  if (isGroup) return between(reader, '}');
  expect(reader, 'do');
  const body = upTo(reader, 'done');
  expect(reader, 'done');
  return body;
};

const forLoop = (reader: Reader): Compound => {
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
    const body = list(reader, (e) => isOperator(e, ';;', ';&', ';;&') || isKeyword(e, 'esac'));
    const ended = isOperator(reader.peek, ';;', ';&', ';;&');
    clauses.push({ patterns, body, ending: ended ? (nameOf(reader.take()) as Clause['ending']) : ';;' });
    if (!ended) break;
  }
  expect(reader, 'esac');
  return { kind: 'case', word: t.phrase, clauses };
};
