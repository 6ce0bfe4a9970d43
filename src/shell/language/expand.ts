/** From words as they are written to words as a command gets them. Reference: bash 5.2, subst.c. */
import type { Word } from '../../text/words.ts';
import { braces, mostWords } from './braces.ts';
import { type ExpansionContext, type Piece, type Purpose, separators } from './expansionContext.ts';
import { expandGlob, isGlob, literally, unescaped } from './glob.ts';
import { parameterPieces } from './parameter.ts';
import type { Streams } from './streams.ts';
import type { Part, Phrase } from './syntax.ts';

/** What a phrase becomes, in pieces. With `splits`, text that is written there is split too. */
export function* pieces(
  phrase: Phrase,
  x: ExpansionContext,
  io: Streams,
  purpose: Purpose,
  splits = false,
): Generator<void, readonly Piece[], void> {
  const all: Piece[] = [];
  let length = 0;
  for (const part of phrase.parts) {
    for (const piece of yield* piecesOf(part, x, io, purpose, splits)) {
      length += piece.text.length;
      all.push(piece);
    }
    x.bound(length, phrase);
  }
  return all;
}

function* piecesOf(
  part: Part,
  x: ExpansionContext,
  io: Streams,
  purpose: Purpose,
  splits: boolean,
): Generator<void, readonly Piece[], void> {
  const kind = part.quoted ? 'quoted' : 'split';
  switch (part.kind) {
    case 'text':
      return [{ kind: part.quoted ? 'quoted' : splits ? 'split' : 'literal', text: part.text }];
    case 'output':
      return [{ kind, text: withoutLastLines(yield* x.capture(part.list, io)) }];
    case 'arithmetic':
      return [{ kind, text: String(yield* x.deeper(part, () => x.calculate(part.expression, io))) }];
    case 'process':
      return [{ kind, text: x.fileWith(yield* x.capture(part.list, io)) }];
    case 'bad':
      return x.complain(
        part,
        `${part.written}: bad substitution`,
        'Between the braces belongs the name of a variable.',
      );
    case 'refused':
      return x.refuse(part);
    case 'parameter':
      return yield* parameterPieces(part, x, io, purpose, {
        pieces: (word) => x.deeper(word, () => pieces(word, x, io, purpose, !part.quoted)),
        text: (word) => x.deeper(word, () => joined(word, x, io)),
        pattern: (word) => x.deeper(word, () => pattern(word, x, io)),
      });
  }
}

/** What `$( )` keeps of a text: all but the ends of lines at its end. */
const withoutLastLines = (text: string): string => {
  let end = text.length;
  while (text[end - 1] === '\n') end--;
  return text.slice(0, end).replaceAll('\0', '');
};

/** A phrase as one text, without splitting and without patterns: values, files, here-documents. */
export function* joined(phrase: Phrase, x: ExpansionContext, io: Streams): Generator<void, string, void> {
  return (yield* pieces(phrase, x, io, 'text')).map((p) => p.text).join('');
}

/** A phrase as a pattern: what is quoted in it means itself. */
export function* pattern(phrase: Phrase, x: ExpansionContext, io: Streams): Generator<void, string, void> {
  return (yield* pieces(phrase, x, io, 'text'))
    .map((p) => (p.kind === 'quoted' ? literally(p.text) : p.text))
    .join('');
}

/**
 * A phrase as the words it becomes: split where an unquoted value has separators, patterns replaced by the names
 * that match.
 */
export function* words(
  phrase: Phrase,
  x: ExpansionContext,
  io: Streams,
): Generator<void, readonly Word[], void> {
  const found: Word[] = [];
  const spread = braces(phrase);
  if (spread === null)
    return x.refuse({
      what: `a word of more than ${mostWords} words`,
      hint: 'A range this long has to be a loop: for ((i = 0; i < N; i++)).',
      from: phrase.from,
      to: phrase.to,
    });
  const place = { from: phrase.from, to: phrase.to };
  const globs = !x.state.options.has('f');
  for (const each of spread)
    for (const field of split(yield* pieces(each, x, io, 'words'), separators(x))) {
      const paths =
        globs && isGlob(field)
          ? expandGlob(
              field,
              (folder) => x.names(folder),
              (path) => x.isFolder(path),
            )
          : [];
      if (paths.length === 0) found.push({ text: unescaped(field), ...place });
      else for (const text of paths) found.push({ text, ...place });
    }
  return found;
}

/** Pieces as words, which are patterns with backslashes in front of what is meant literally. */
const split = (all: readonly Piece[], ifs: string): readonly string[] => {
  const fields: string[] = [];
  // The word that is being put together; null where none has begun.
  let current: string | null = null;
  // A blank has ended a word: a separator right after it is part of the same gap.
  let inGap = false;
  const end = () => {
    if (current !== null) fields.push(current);
    current = null;
  };
  for (const piece of all) {
    if (piece.begins) {
      end();
      inGap = false;
    }
    if (piece.kind === 'quoted') {
      current = (current ?? '') + literally(piece.text);
      continue;
    }
    if (piece.kind === 'literal') {
      if (piece.text !== '') current = (current ?? '') + piece.text.replaceAll('\\', '\\\\');
      continue;
    }
    for (let at = 0; at < piece.text.length; ) {
      const from = at;
      while (at < piece.text.length && !ifs.includes(piece.text[at]!)) at++;
      if (at > from) {
        current = (current ?? '') + piece.text.slice(from, at).replaceAll('\\', '\\\\');
        inGap = false;
      }
      if (at >= piece.text.length) break;
      const isBlank = ' \t\n'.includes(piece.text[at]!);
      if (isBlank) {
        inGap ||= current !== null;
        end();
      } else {
        if (current === null && !inGap) fields.push('');
        end();
        inGap = false;
      }
      at++;
    }
  }
  end();
  return fields;
};
