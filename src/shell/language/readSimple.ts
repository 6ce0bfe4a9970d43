import { notSupported } from './mistake.ts';
import type { Reader } from './reader.ts';
import { redirectAt } from './readRedirect.ts';
import type { Assignment, CommandNode, Phrase, Redirect } from './syntax.ts';
import { isOperator, refuse } from './tokenTests.ts';

export const simple = (reader: Reader): CommandNode => {
  const assignments: Assignment[] = [];
  const words: Phrase[] = [];
  const found: Redirect[] = [];
  const from = reader.peek.from;
  let to = from;
  for (;;) {
    const t = reader.peek;
    if (t.kind === 'word') {
      const assignment = words.length === 0 ? assignmentIn(t.phrase) : null;
      if (assignment) assignments.push(assignment);
      else words.push(t.phrase);
      reader.take();
      if (isOperator(reader.peek, '(') && words.length === 1 && !assignment) {
        if (reader.text.startsWith('()', reader.peek.from))
          throw notSupported(t.from, reader.peek.to + 1, 'a function', 'There are no functions here.');
        throw refuse(reader, reader.peek);
      }
    } else {
      const redirect = redirectAt(reader);
      if (!redirect) break;
      found.push(redirect);
    }
    to = reader.at;
  }
  if (assignments.length + words.length + found.length === 0) throw refuse(reader, reader.peek);
  return { kind: 'simple', assignments, words, redirects: found, from, to };
};

/** A word such as `NAME=value`, where the name and the `=` are not quoted. */
const assignmentIn = ({ parts, from, to }: Phrase): Assignment | null => {
  const first = parts[0];
  if (first?.kind !== 'text' || first.quoted) return null;
  const name = /^([A-Za-z_]\w*)(\+?=|\[[^\]]*\]\+?=)/.exec(first.text);
  if (!name) return null;
  if (name[2] !== '=')
    throw notSupported(
      from,
      to,
      name[2] === '+=' ? '+=' : 'an array',
      `Write ${name[1]}=… with the whole value.`,
    );
  if (name[1] === 'IFS') throw notSupported(from, to, 'another IFS', 'Words are split at blanks here.');
  const rest = first.text.slice(name[0].length);
  const begins = from + name[0].length;
  const home: Phrase['parts'] = /^~(\/|$)/.test(rest)
    ? [
        { kind: 'variable', name: 'HOME', quoted: true, otherwise: null, from: begins, to: begins + 1 },
        { ...first, text: rest.slice(1) },
      ]
    : [{ ...first, text: rest }];
  return { name: name[1]!, value: { parts: [...home, ...parts.slice(1)], from: begins, to } };
};
