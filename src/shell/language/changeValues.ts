/** What `${NAME%…}` and its like do with a value. Reference: bash 5.2, subst.c. */
import type { ExpansionContext, Piece } from './expansionContext.ts';
import { matchEnd, readPattern } from './glob.ts';
import { quotedWord } from './quote.ts';
import type { Streams } from './streams.ts';
import type { Operation, Parameter, Phrase } from './syntax.ts';

/** How words inside `${…}` are expanded. */
export interface Inner {
  pieces(word: Phrase): Generator<void, readonly Piece[], void>;
  text(word: Phrase): Generator<void, string, void>;
  pattern(word: Phrase): Generator<void, string, void>;
}

/** Most steps that one pattern may take: a pattern must not stop the page. */
const mostWork = 5_000_000;

/** Texts after an operation, which is worked out once for all of them. */
export function* changedAll(
  x: ExpansionContext,
  part: Parameter,
  operation: Operation,
  values: readonly string[],
  io: Streams,
  inner: Inner,
): Generator<void, readonly string[], void> {
  const work = { steps: 0 };
  const changed = yield* changedBy(x, part, operation, values, io, inner, work);
  x.spend(work.steps / 2000, part);
  return changed;
}

function* changedBy(
  x: ExpansionContext,
  part: Parameter,
  operation: Operation,
  values: readonly string[],
  io: Streams,
  inner: Inner,
  work: { steps: number },
): Generator<void, readonly string[], void> {
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
