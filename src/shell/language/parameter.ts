/** What `$NAME` and `${…}` become. Reference: bash 5.2, subst.c, parameter_brace_expand. */

import type { ExpansionContext, Piece, Purpose } from './expansionContext.ts';
import { separators } from './expansionContext.ts';
import { matchEnd, readPattern } from './glob.ts';
import type { Io } from './io.ts';
import { quotedWord } from './quote.ts';
import type { Operation, Parameter, Phrase } from './syntax.ts';
import { elementOf, elementsOf, keysOf, scalar } from './variables.ts';

/** How words inside `${…}` are expanded. */
interface Inner {
  pieces(word: Phrase): Generator<void, readonly Piece[], void>;
  text(word: Phrase): Generator<void, string, void>;
  pattern(word: Phrase): Generator<void, string, void>;
}

/** What a parameter names: one text, or all elements of something. `written` is how bash calls it. */
interface Found {
  readonly name: string;
  readonly key: string | null;
  readonly written: string;
  readonly value: string | null;
  readonly all: { readonly spread: '@' | '*'; readonly elements: readonly string[] } | null;
}

/** Most steps that one pattern may take: a pattern must not stop the page. */
const mostWork = 5_000_000;

export function* parameterPieces(
  part: Parameter,
  x: ExpansionContext,
  io: Io,
  purpose: Purpose,
  inner: Inner,
): Generator<void, readonly Piece[], void> {
  const { operation } = part;
  if (operation?.kind === 'names') {
    const names = [...x.state.variables.keys()].filter((n) => n.startsWith(part.name)).sort();
    return emitted(x, part, purpose, operation.spread, names);
  }
  const found = yield* find(part, x, io);
  if (operation?.kind === 'default') {
    const { orEmpty, operator, word } = operation;
    const isMissing = found.all
      ? found.all.elements.length === 0 || (orEmpty && found.all.elements.join('') === '')
      : found.value === null || (orEmpty && found.value === '');
    if (isMissing) {
      if (operator === '+') return nothing(part);
      if (operator === '-') return yield* inWord(part, inner, word);
      const text = yield* inner.text(word);
      if (operator === '=') {
        if (found.all || !/^[A-Za-z_]\w*$/.test(found.name))
          return x.complain(
            part,
            `$${found.written}: cannot assign in this way`,
            'Only a variable can be set so.',
          );
        x.set(found.name, found.key, text);
        return emitted(x, part, purpose, null, [text]);
      }
      const usual = orEmpty ? 'parameter null or not set' : 'parameter not set';
      return x.complain(
        part,
        `${found.written}: ${text === '' ? usual : text}`,
        `${found.written} has no value here, and this says that it must have one.`,
        true,
      );
    }
    if (operator === '+') return yield* inWord(part, inner, word);
  }
  if (operation?.kind === 'keys') {
    const keys = found.all ? keysOf(x.lookup(found.name)) : [];
    return emitted(x, part, purpose, found.all?.spread ?? '@', keys);
  }
  if (operation?.kind === 'length' && found.all)
    return emitted(x, part, purpose, null, [String(found.all.elements.length)]);
  if (found.all) {
    const elements =
      operation?.kind === 'slice'
        ? yield* someOf(x, part, found, operation, io)
        : operation
          ? yield* changedAll(x, part, operation, found.all.elements, io, inner)
          : found.all.elements;
    return emitted(x, part, purpose, found.all.spread, elements);
  }
  const value =
    found.value ?? x.missing(/^\d/.test(found.written) ? `$${found.written}` : found.written, part);
  const text = operation ? (yield* changedAll(x, part, operation, [value], io, inner))[0]! : value;
  return emitted(x, part, purpose, null, [text]);
}

const nothing = ({ quoted }: Parameter): readonly Piece[] => (quoted ? [{ kind: 'quoted', text: '' }] : []);

function* inWord(part: Parameter, inner: Inner, word: Phrase): Generator<void, readonly Piece[], void> {
  const found = yield* inner.pieces(word);
  return found.length === 0 ? nothing(part) : found;
}

const emitted = (
  x: ExpansionContext,
  { quoted }: Parameter,
  purpose: Purpose,
  spread: '@' | '*' | null,
  elements: readonly string[],
): readonly Piece[] => {
  const kind = quoted ? 'quoted' : 'split';
  if (spread === null) return [{ kind, text: elements[0] ?? '' }];
  if (purpose === 'text' || (quoted && spread === '*')) {
    const separator = spread === '*' ? (separators(x)[0] ?? '') : ' ';
    return [{ kind, text: elements.join(separator) }];
  }
  return elements.map((text, i) => (i === 0 ? { kind, text } : { kind, text, begins: true }));
};

function* find(part: Parameter, x: ExpansionContext, io: Io): Generator<void, Found, void> {
  const { name, subscript } = part;
  const direct = yield* named(name, subscript, x, io);
  if (!part.indirect) return direct;
  const target = direct.value;
  const read = target === null ? null : /^([A-Za-z_]\w*|\d+|[@*#?$!-])(?:\[(.*)\])?$/s.exec(target);
  if (!read)
    return x.complain(
      part,
      target === null ? `${name}: invalid indirect expansion` : `${target}: invalid variable name`,
      `\${!${name}} is the variable whose name ${name} holds.`,
    );
  const inside = read[2];
  if (inside === undefined || inside === '@' || inside === '*')
    return yield* named(read[1]!, inside ?? null, x, io);
  const phrase: Phrase = {
    parts: [{ kind: 'text', text: inside, quoted: true }],
    from: part.from,
    to: part.to,
  };
  return yield* named(read[1]!, phrase, x, io);
}

function* named(
  name: string,
  subscript: Parameter['subscript'],
  x: ExpansionContext,
  io: Io,
): Generator<void, Found, void> {
  const one = { name, key: null, written: name, value: null, all: null };
  if (name === '@' || name === '*') return { ...one, all: { spread: name, elements: x.state.positional } };
  const value = x.lookup(name);
  if (subscript === null) return { ...one, value: scalar(value) };
  if (subscript === '@' || subscript === '*')
    return {
      ...one,
      written: `${name}[${subscript}]`,
      all: { spread: subscript, elements: elementsOf(value) },
    };
  const key = yield* x.key(name, subscript, io);
  return { ...one, key, written: `${name}[${key}]`, value: elementOf(value, key) };
}

/** `${@:2}` and `${NAME[@]:1:2}`. */
function* someOf(
  x: ExpansionContext,
  part: Parameter,
  { name, all }: Found,
  { offset, length }: Extract<Operation, { kind: 'slice' }>,
  io: Io,
): Generator<void, readonly string[], void> {
  const isPositional = name === '@' || name === '*';
  const elements = isPositional ? [x.state.name, ...all!.elements] : all!.elements;
  let from = Number(yield* x.calculate(offset, io));
  if (from < 0) from += elements.length;
  if (from < 0) return [];
  if (!length) return elements.slice(from);
  const count = Number(yield* x.calculate(length, io));
  if (count < 0)
    return x.complain(part, `${count}: substring expression < 0`, 'An array has no length below 0.');
  return elements.slice(from, from + count);
}

/** Texts after an operation, which is worked out once for all of them. */
function* changedAll(
  x: ExpansionContext,
  part: Parameter,
  operation: Operation,
  values: readonly string[],
  io: Io,
  inner: Inner,
): Generator<void, readonly string[], void> {
  const work = { steps: 0 };
  const bounded = (text: string): string => {
    if (work.steps > mostWork)
      x.refuse({
        what: 'a pattern that takes this long',
        hint: 'Make the text or the pattern shorter.',
        from: part.from,
        to: part.to,
      });
    x.bound(text.length, part);
    return text;
  };
  switch (operation.kind) {
    case 'length':
      return values.map((value) => String(lettersOf(value).length));
    case 'quote':
      return values.map((value) => quotedWord(value, true));
    case 'slice': {
      const from = Number(yield* x.calculate(operation.offset, io));
      const length = operation.length ? Number(yield* x.calculate(operation.length, io)) : null;
      return values.map((value) => sliced(x, part, lettersOf(value), from, length));
    }
    case 'case': {
      const pattern = readPattern(operation.pattern ? yield* inner.pattern(operation.pattern) : '?');
      const change = (c: string) =>
        matchEnd(pattern, c, 0, 'longest', work) === c.length
          ? operation.to === 'upper'
            ? c.toUpperCase()
            : c.toLowerCase()
          : c;
      return values.map((value) =>
        bounded([...value].map((c, i) => (i === 0 || operation.all ? change(c) : c)).join('')),
      );
    }
    case 'remove': {
      const pattern = readPattern(yield* inner.pattern(operation.pattern));
      return values.map((value) => bounded(removed(value, operation, pattern, work)));
    }
    case 'replace': {
      const pattern = readPattern(yield* inner.pattern(operation.pattern));
      // An unquoted & is what matched.
      const replacement = (yield* inner.pieces(operation.replacement)).flatMap((p) =>
        p.kind === 'quoted'
          ? [p.text]
          : p.text.split(/(?<!\\)(&)/).map((t) => (t === '&' ? null : t.replaceAll('\\&', '&'))),
      );
      return values.map((value) => bounded(replaced(value, operation.where, pattern, replacement, work)));
    }
    case 'default':
    case 'keys':
    case 'names':
      return values;
  }
}

/** Letters, of which those beyond the first plane of Unicode are two units. */
const lettersOf = (text: string): string | readonly string[] =>
  /[\ud800-\udfff]/.test(text) ? [...text] : text;

const sliced = (
  x: ExpansionContext,
  part: Parameter,
  letters: string | readonly string[],
  offset: number,
  length: number | null,
): string => {
  const size = letters.length;
  const from = offset < 0 ? offset + size : offset;
  if (from < 0 || from > size) return '';
  const to = length === null ? size : length < 0 ? size + length : from + length;
  if (to < from && length !== null && length < 0)
    return x.complain(part, `${length}: substring expression < 0`, 'There are not so many letters.');
  const some = letters.slice(from, to);
  return typeof some === 'string' ? some : some.join('');
};

const removed = (
  value: string,
  { end, longest }: Extract<Operation, { kind: 'remove' }>,
  pattern: ReturnType<typeof readPattern>,
  work: { steps: number },
): string => {
  if (end === 'start') {
    const to = matchEnd(pattern, value, 0, longest ? 'longest' : 'shortest', work);
    return to === null ? value : value.slice(to);
  }
  // The end is fixed, so the beginning is searched: from the front for the longest.
  for (let i = 0; i <= value.length && work.steps <= mostWork; i++) {
    const from = longest ? i : value.length - i;
    if (matchEnd(pattern, value, from, 'longest', work) === value.length) return value.slice(0, from);
  }
  return value;
};

const replaced = (
  value: string,
  where: 'first' | 'all' | 'start' | 'end',
  pattern: ReturnType<typeof readPattern>,
  replacement: readonly (string | null)[],
  work: { steps: number },
): string => {
  if (pattern.parts.length === 0 && (where === 'first' || where === 'all')) return value;
  const put = (matched: string) => replacement.map((r) => r ?? matched).join('');
  let done = '';
  for (let at = 0; at <= value.length && work.steps <= mostWork; ) {
    const to = matchEnd(pattern, value, at, 'longest', work);
    const isHere =
      to !== null &&
      (where !== 'end' || to === value.length) &&
      (to > at || where === 'start' || where === 'end');
    if (isHere) {
      done += put(value.slice(at, to));
      if (where !== 'all') return done + value.slice(to);
      at = to;
      if (at >= value.length) return done;
    } else {
      if (where === 'start') return value;
      done += value[at] ?? '';
      at++;
    }
  }
  return done;
};
