/** Reads `${…}`. Reference: bash 5.2, subst.c, parameter_brace_expand. */
import { Unfinished } from './mistake.ts';
import type { PartSource } from './partSource.ts';
import type { Operation, Parameter, Part, Phrase, Subscript } from './syntax.ts';

/** The `${` is here. What bash does not know is read whole, and refused when it would be put in. */
export const readBraced = (reader: PartSource, quoted: boolean): Part => {
  const from = reader.at;
  reader.at += 2;
  const finish = <P extends Omit<Parameter, 'to' | 'from' | 'quoted' | 'kind'>>(parameter: P): Parameter => {
    close(reader);
    return { kind: 'parameter', ...parameter, quoted, from, to: reader.at };
  };
  if (reader.char() === '#') {
    const begin = reader.at++;
    const name = nameHere(reader);
    if (name !== null) {
      const subscript = subscriptHere(reader);
      if (reader.char() === '}')
        return finish({ name, subscript, indirect: false, operation: { kind: 'length' } });
    }
    reader.at = begin;
  }
  const indirect = reader.char() === '!' && /[\w@*#]/.test(reader.char(reader.at + 1));
  if (indirect) reader.at++;
  const name = nameHere(reader);
  if (name === null) return unknown(reader, from, quoted);
  if (indirect && (reader.char() === '*' || reader.char() === '@') && reader.char(reader.at + 1) === '}') {
    const spread = reader.char() as '@' | '*';
    reader.at++;
    return finish({ name, subscript: null, indirect: false, operation: { kind: 'names', spread } });
  }
  const subscript = subscriptHere(reader);
  if (indirect && (subscript === '@' || subscript === '*') && reader.char() === '}')
    return finish({ name, subscript, indirect: false, operation: { kind: 'keys' } });
  if (reader.char() === '}') return finish({ name, subscript, indirect, operation: null });
  const operation = operationHere(reader, quoted);
  return operation ? finish({ name, subscript, indirect, operation }) : unknown(reader, from, quoted);
};

const nameHere = (reader: PartSource): string | null => {
  const found = /^([A-Za-z_]\w*|\d+|[@*#?$!-])/.exec(
    reader.text.slice(reader.at, Math.min(reader.at + 256, reader.stop)),
  );
  if (!found) return null;
  reader.at += found[0].length;
  return found[0];
};

/** What is between `[` and `]`, where a `[` is here. */
export const subscriptHere = (reader: PartSource): Subscript | null => {
  if (reader.char() !== '[') return null;
  reader.at++;
  const [c, after] = [reader.char(), reader.char(reader.at + 1)];
  if ((c === '@' || c === '*') && after === ']') {
    reader.at += 2;
    return c;
  }
  let depth = 0;
  const phrase = reader.phrase(() => {
    const here = reader.char();
    if (here === '[') depth++;
    return here === ']' && depth-- === 0;
  }, false);
  if (reader.char() !== ']') throw new Unfinished("unexpected EOF while looking for matching `]'");
  reader.at++;
  return phrase;
};

const close = (reader: PartSource): void => {
  if (reader.char() !== '}') throw new Unfinished("unexpected EOF while looking for matching `}'");
  reader.at++;
};

const upTo = (reader: PartSource, ends: string, quoted: boolean): Phrase =>
  reader.phrase(() => ends.includes(reader.char()), quoted);

const operationHere = (reader: PartSource, quoted: boolean): Operation | null => {
  const two = reader.text.slice(reader.at, Math.min(reader.at + 2, reader.stop));
  const c = two[0] ?? '';
  const take = (length: number) => {
    reader.at += length;
  };
  if (/^:[-=?+]/.test(two) || '-=?+'.includes(c)) {
    const orEmpty = c === ':';
    take(orEmpty ? 2 : 1);
    const operator = (orEmpty ? two[1] : c) as '-' | '=' | '?' | '+';
    return { kind: 'default', operator, orEmpty, word: upTo(reader, '}', quoted) };
  }
  switch (c) {
    case '#':
    case '%': {
      const longest = two[1] === c;
      take(longest ? 2 : 1);
      return { kind: 'remove', end: c === '#' ? 'start' : 'end', longest, pattern: upTo(reader, '}', false) };
    }
    case '/': {
      const where = two[1] === '/' ? 'all' : two[1] === '#' ? 'start' : two[1] === '%' ? 'end' : 'first';
      take(where === 'first' ? 1 : 2);
      const begin = reader.at;
      const isAnchored = where === 'start' || where === 'end';
      // A slash in the first place is part of the pattern, where no end of the text is meant.
      const pattern = reader.phrase(
        () => reader.char() === '}' || (reader.char() === '/' && (reader.at > begin || isAnchored)),
        false,
      );
      if (reader.char() === '/') take(1);
      return { kind: 'replace', where, pattern, replacement: upTo(reader, '}', false) };
    }
    case ':': {
      take(1);
      let depth = 0;
      const offset = reader.phrase(() => {
        const here = reader.char();
        if (here === '(') depth++;
        if (here === ')') depth--;
        return here === '}' || (here === ':' && depth === 0);
      }, true);
      if (reader.char() !== ':') return { kind: 'slice', offset, length: null };
      take(1);
      return { kind: 'slice', offset, length: upTo(reader, '}', true) };
    }
    case '^':
    case ',': {
      const all = two[1] === c;
      take(all ? 2 : 1);
      const pattern = reader.char() === '}' ? null : upTo(reader, '}', false);
      return { kind: 'case', to: c === '^' ? 'upper' : 'lower', all, pattern };
    }
    case '@':
      if (two !== '@Q') return null;
      take(2);
      return { kind: 'quote' };
    default:
      return null;
  }
};

const unknown = (reader: PartSource, from: number, quoted: boolean): Part => {
  upTo(reader, '}', quoted);
  close(reader);
  const what = reader.text.slice(from, reader.at);
  if (/^\$\{(!?[A-Za-z_]\w*(\[[^\]]*\])?|@|\*)@[A-Za-z]\}$/.test(what))
    return { kind: 'refused', what, hint: 'Of these there is ${NAME@Q}.', quoted, from, to: reader.at };
  return { kind: 'bad', written: what, quoted, from, to: reader.at };
};
