/** What `$NAME` and `${…}` become. Reference: bash 5.2, subst.c, parameter_brace_expand. */

import { changedAll, type Inner } from './changeValues.ts';
import type { ExpansionContext, Piece, Purpose } from './expansionContext.ts';
import { separators } from './expansionContext.ts';
import type { Streams } from './streams.ts';
import type { Operation, Parameter, Phrase } from './syntax.ts';
import { elementOf, elementsOf, keysOf, scalar } from './variables.ts';

/** What a parameter names: one text, or all elements of something. `written` is how bash calls it. */
interface Found {
  readonly name: string;
  readonly key: string | null;
  readonly written: string;
  readonly value: string | null;
  readonly all: { readonly spread: '@' | '*'; readonly elements: readonly string[] } | null;
}

export function* parameterPieces(
  part: Parameter,
  x: ExpansionContext,
  io: Streams,
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

function* find(part: Parameter, x: ExpansionContext, io: Streams): Generator<void, Found, void> {
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
  io: Streams,
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
  io: Streams,
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
