/** Reads lists of commands, pipelines, and functions. Reference: bash 5.2, parse.y. */
import { Mistake } from './mistake.ts';
import { compound } from './readCompound.ts';
import type { ListEnd, Reader, Token } from './reader.ts';
import { forLoop } from './readLoop.ts';
import { simple } from './readSimple.ts';
import type { AndOr, CommandNode, List, Phrase, Pipeline } from './syntax.ts';
import {
  closers,
  expectOperator,
  isKeyword,
  isOperator,
  nameOf,
  openers,
  refuse,
  skipNewlines,
} from './tokenTests.ts';

/**
 * Commands up to a token that ends them, which stays; there has to be one at least with `isNeeded`. A `line` ends
 * at the end of a line.
 */
export const list = (reader: Reader, ends: ListEnd, isNeeded = false): List => {
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
  else {
    // A coprocess that is a compound command may have a name.
    const next = /^\w+\s+(?=\{|\(|(?:if|for|while|until|case)\s)/.exec(reader.text.slice(reader.peek.from));
    if (next) reader.take();
    command(reader);
  }
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
