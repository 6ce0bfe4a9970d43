import type { PartReader } from './partReader.ts';
import { subscriptHere } from './readBraced.ts';
import type { Reader, Token } from './reader.ts';
import type { ArrayItem, Assignment, Phrase } from './syntax.ts';
import { isOperator, refuse, skipNewlines } from './tokenTests.ts';

/** Takes the assignment that this word is; null, and nothing is taken, where it is none. */
export const assignmentAt = (reader: Reader, token: Token): Assignment | null => {
  const { from } = token;
  const name = /^[A-Za-z_]\w*(?=\+?=|\[)/.exec(
    reader.text.slice(from, Math.min(from + 256, reader.stop)),
  )?.[0];
  if (name === undefined) return null;
  let isAssignment = true;
  let isArray = false;
  const { subscript, append } = reader.raw(from + name.length, (parts) => {
    const head = keyAndSign(parts);
    isAssignment = head !== null;
    isArray = isAssignment && parts.char() === '(' && head!.subscript === null;
    if (!isAssignment) parts.at = from;
    return head ?? { subscript: null, append: false };
  });
  if (!isAssignment) return null;
  if (isArray) {
    const items = arrayItems(reader);
    return { name, subscript, append, value: { kind: 'array', items }, from, to: reader.at };
  }
  const phrase = reader.raw(reader.at, (parts) => parts.word(true));
  return { name, subscript, append, value: { kind: 'scalar', phrase }, from, to: reader.at };
};

/** `=`, `+=` or `[KEY]=`, and nothing else. */
const keyAndSign = (
  parts: PartReader,
): { readonly subscript: Phrase | null; readonly append: boolean } | null => {
  const subscript = subscriptHere(parts);
  const append = parts.char() === '+';
  if (append) parts.at++;
  if (parts.char() !== '=') return null;
  parts.at++;
  if (typeof subscript !== 'string') return { subscript, append };
  const at = parts.at;
  return {
    subscript: { parts: [{ kind: 'text', text: subscript, quoted: true }], from: at, to: at },
    append,
  };
};

const arrayItems = (reader: Reader): readonly ArrayItem[] => {
  const items: ArrayItem[] = [];
  const open = reader.take();
  reader.nested(open.from, () => {
    for (skipNewlines(reader); !isOperator(reader.peek, ')'); skipNewlines(reader)) {
      const t = reader.peek;
      if (t.kind !== 'word') throw refuse(reader, t);
      const keyed = reader.text[t.from] === '[' ? keyedItem(reader, t) : null;
      if (!keyed) reader.take();
      items.push(keyed ?? { key: null, append: false, value: t.phrase });
    }
  });
  reader.take();
  return items;
};

const keyedItem = (reader: Reader, { from }: Token): ArrayItem | null =>
  reader.raw(from, (parts) => {
    const head = keyAndSign(parts);
    if (!head) parts.at = from;
    return head && { key: head.subscript, append: head.append, value: parts.word(true) };
  });
