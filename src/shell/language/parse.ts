import type { Problem } from '../../text/problem.ts';
import { Mistake, notSupported, Unfinished, unexpected } from './mistake.ts';
import { Reader, type Token } from './reader.ts';
import { redirects } from './readRedirect.ts';
import { simple } from './readSimple.ts';
import type { AndOr, CommandNode, List, Phrase, Pipeline } from './syntax.ts';
import { closers, isKeyword, isOperator, nameOf, openers, refuse, skipNewlines } from './tokenTests.ts';

/**
 * What one read of a text gave: the commands up to the end of a line that ends them, and where the next ones
 * begin.
 */
export type Read =
  | { readonly kind: 'list'; readonly list: List; readonly end: number }
  /** `endsText`: it is something that bash has, and nothing after it may run. */
  | { readonly kind: 'mistake'; readonly problem: Problem; readonly endsText: boolean }
  /**
   * The text ends inside a quotation, a loop or a here-document. `message` is bash's for a script that ends
   * here.
   */
  | { readonly kind: 'unfinished'; readonly message: string };

/**
 * Reads the commands that begin at `from`, to the end of their line; a loop or a here-document has several
 * lines.
 */
export const parse = (text: string, from = 0, stop = text.length): Read => {
  const reader = new Reader(text, from, stop, (inner) => list(inner, (t) => isOperator(t, ')')));
  try {
    const found = line(reader);
    return { kind: 'list', list: found, end: reader.at };
  } catch (thrown) {
    if (thrown instanceof Mistake)
      return { kind: 'mistake', problem: thrown.problem, endsText: thrown.isUnsupported };
    if (thrown instanceof Unfinished) return { kind: 'unfinished', message: thrown.message };
    throw thrown;
  }
};
const foreign: Readonly<Record<string, string>> = {
  '[[': 'Write [ … ].',
  case: 'Write if and elif.',
  function: 'There are no functions here.',
  select: 'There is for.',
  coproc: 'There are no programs in the background here.',
  time: 'The clock here is virtual.',
};

/** A whole line: ends at a line's end or the text's. */
export const line = (reader: Reader): List => {
  const all: AndOr[] = [];
  const ends = (t: Token) => t.kind === 'newline' || t.kind === 'end';
  while (!ends(reader.peek)) {
    all.push(andOr(reader));
    if (isOperator(reader.peek, ';')) reader.take();
    else if (!ends(reader.peek)) throw refuse(reader, reader.peek);
  }
  if (reader.peek.kind === 'newline') reader.take();
  else if (reader.isAwaiting) throw new Unfinished('syntax error: unexpected end of file');
  return all;
};

/** Commands up to a token that ends them, which stays; there has to be one at least. */
const list = (reader: Reader, ends: (t: Token) => boolean, mayBeEmpty = true): List => {
  const all: AndOr[] = [];
  skipNewlines(reader);
  while (!ends(reader.peek)) {
    if (reader.peek.kind === 'end') throw new Unfinished('syntax error: unexpected end of file');
    all.push(andOr(reader));
    if (isOperator(reader.peek, ';') || reader.peek.kind === 'newline') reader.take();
    else if (!ends(reader.peek)) throw refuse(reader, reader.peek);
    skipNewlines(reader);
  }
  if (all.length === 0 && !mayBeEmpty) throw refuse(reader, reader.peek);
  return all;
};

const andOr = (reader: Reader): AndOr => {
  const first = pipeline(reader);
  const rest: { operator: '&&' | '||'; pipeline: Pipeline }[] = [];
  while (isOperator(reader.peek, '&&', '||')) {
    const operator = nameOf(reader.take()) as '&&' | '||';
    skipNewlines(reader);
    rest.push({ operator, pipeline: pipeline(reader) });
  }
  if (isOperator(reader.peek, '&'))
    throw notSupported(
      reader.peek.from,
      reader.peek.to,
      'a program in the background (&)',
      'Programs here run one after the other. Write && or ;.',
    );
  return { first, rest };
};

const pipeline = (reader: Reader): Pipeline => {
  let negated = false;
  while (isKeyword(reader.peek, '!')) {
    reader.take();
    negated = !negated;
  }
  const commands = [command(reader)];
  for (;;) {
    if (isOperator(reader.peek, '|&'))
      throw notSupported(
        reader.peek.from,
        reader.peek.to,
        '|&',
        'Write 2>&1 in front of the pipe.',
        '2>&1 |',
      );
    if (!isOperator(reader.peek, '|')) return { negated, commands };
    reader.take();
    skipNewlines(reader);
    commands.push(command(reader));
  }
};

export const command = (reader: Reader): CommandNode => {
  const t = reader.peek;
  if (isOperator(t, '(')) {
    if (reader.text.startsWith('((', t.from))
      throw notSupported(t.from, t.from + 2, 'arithmetic with (( ))', '[ … ] compares numbers.');
    return reader.nested(t.from, () => ({
      kind: 'subshell',
      body: between(reader, ')'),
      redirects: redirects(reader),
    }));
  }
  if (
    t.kind !== 'word' ||
    t.bare === null ||
    !(openers.includes(t.bare) || closers.includes(t.bare) || t.bare in foreign)
  )
    return simple(reader);
  if (Object.hasOwn(foreign, t.bare)) throw notSupported(t.from, t.to, t.bare, foreign[t.bare]!);
  if (closers.includes(t.bare)) throw refuse(reader, t);
  return reader.nested(t.from, () => compound(reader, t.bare!));
};

const between = (reader: Reader, close: ')' | '}'): List => {
  reader.take();
  const body = list(reader, (t) => (close === ')' ? isOperator(t, ')') : isKeyword(t, '}')), false);
  reader.take();
  return body;
};

const expect = (reader: Reader, ...names: readonly string[]): string => {
  if (!isKeyword(reader.peek, ...names)) throw refuse(reader, reader.peek);
  const t = reader.take();
  return t.kind === 'word' ? t.bare! : '';
};

const upTo = (reader: Reader, ...names: readonly string[]): List =>
  list(reader, (t) => isKeyword(t, ...names), false);

const compound = (reader: Reader, keyword: string): CommandNode => {
  switch (keyword) {
    case '{':
      return { kind: 'group', body: between(reader, '}'), redirects: redirects(reader) };
    case 'while':
    case 'until': {
      reader.take();
      const condition = upTo(reader, 'do');
      return { kind: keyword, condition, body: loopBody(reader), redirects: redirects(reader) };
    }
    case 'for': {
      reader.take();
      const t = reader.peek;
      if (isOperator(t, '('))
        throw notSupported(
          t.from,
          t.to,
          'for (( ))',
          'for goes over words: for i in $(seq 1 3); do echo $i; done.',
        );
      // The name is on the same line as its for.
      if (t.kind === 'end')
        throw unexpected(t.from, t.to, 'newline', 'The name of a variable is missing here.');
      if (t.kind !== 'word') throw refuse(reader, t);
      if (t.bare === null || !/^[A-Za-z_]\w*$/.test(t.bare))
        throw new Mistake({
          from: t.from,
          to: t.to,
          message: `\`${reader.text.slice(t.from, t.to)}': not a valid identifier`,
          status: 1,
          hint: 'Write the name of a variable after for: letters, digits and _, without $.',
          ...(t.phrase.parts[0]?.kind === 'variable' ? { replacement: t.phrase.parts[0].name } : {}),
        });
      reader.take();
      skipNewlines(reader);
      const words: Phrase[] = [];
      if (isKeyword(reader.peek, 'do'))
        throw notSupported(
          reader.peek.from,
          reader.peek.to,
          'for without in',
          `Say the words: for ${t.bare} in one two; do`,
        );
      if (!isOperator(reader.peek, ';')) expect(reader, 'in');
      for (let next = reader.peek; next.kind === 'word'; next = reader.peek) {
        words.push(next.phrase);
        reader.take();
      }
      if (!isOperator(reader.peek, ';') && reader.peek.kind !== 'newline') throw refuse(reader, reader.peek);
      reader.take();
      skipNewlines(reader);
      return { kind: 'for', name: t.bare, words, body: loopBody(reader), redirects: redirects(reader) };
    }
    case 'if': {
      const branches: { condition: List; body: List }[] = [];
      let next = 'elif';
      let otherwise: List | null = null;
      while (next === 'elif') {
        reader.take();
        const condition = upTo(reader, 'then');
        expect(reader, 'then');
        branches.push({ condition, body: upTo(reader, 'elif', 'else', 'fi') });
        next = reader.peek.kind === 'word' ? reader.peek.bare! : '';
      }
      if (next === 'else') {
        reader.take();
        otherwise = upTo(reader, 'fi');
      }
      expect(reader, 'fi');
      return { kind: 'if', branches, otherwise, redirects: redirects(reader) };
    }
    default:
      throw refuse(reader, reader.peek);
  }
};

const loopBody = (reader: Reader): List => {
  expect(reader, 'do');
  const body = upTo(reader, 'done');
  expect(reader, 'done');
  return body;
};
