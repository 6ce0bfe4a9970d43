/** From words as they are written to words as a command gets them. Reference: bash 5.2, subst.c. */
import type { Word } from '../../text/words.ts';
import { expandGlob, isGlob, unescaped } from './glob.ts';
import type { Part, Phrase } from './syntax.ts';

/** Whom expansion asks. Its generators yield whenever a command ran. */
export interface ExpansionContext {
  /** The value of a variable; null where it has none and that is no mistake. */
  value(name: string): string | null;
  /** What to do about a variable that has no value: gives its text, or throws. */
  unset(name: string, from: number, to: number): string;
  assign(name: string, value: string): void;
  capture(list: Extract<Part, { kind: 'output' }>['list']): Generator<void, string, void>;
  names(folder: string): readonly string[];
  isFolder(path: string): boolean;
  /** Refuses a text that has grown too long. */
  bound(length: number, at: Phrase): void;
}

/** The text that one part becomes. */
function* textOf(part: Part, x: ExpansionContext): Generator<void, string, void> {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'output':
      return (yield* x.capture(part.list)).replace(/\n+$/, '');
    case 'variable': {
      const value = x.value(part.name);
      const { otherwise } = part;
      if (!otherwise) return value ?? x.unset(part.name, part.from, part.to);
      const missing = value === null || (otherwise.operator.startsWith(':') && value === '');
      if (otherwise.operator.endsWith('+')) return missing ? '' : yield* joined(otherwise.word, x);
      if (!missing) return value;
      const word = yield* joined(otherwise.word, x);
      if (otherwise.operator.endsWith('=')) x.assign(part.name, word);
      return word;
    }
  }
}

/**
 * A phrase as one text, without splitting and without patterns: values, the targets of redirections,
 * here-documents.
 */
export function* joined(phrase: Phrase, x: ExpansionContext): Generator<void, string, void> {
  let text = '';
  for (const part of phrase.parts) {
    text += yield* textOf(part, x);
    x.bound(text.length, phrase);
  }
  return text;
}

const literally = (text: string): string => text.replace(/[\\*?[\]]/g, '\\$&');

/**
 * A phrase as the words it becomes: split at blanks where an unquoted value has them, patterns replaced by
 * the names that match.
 */
export function* words(phrase: Phrase, x: ExpansionContext): Generator<void, readonly Word[], void> {
  const patterns: string[] = [];
  // The pattern of the word that is being put together; null where none has begun.
  let current: string | null = null;
  let length = 0;
  for (const part of phrase.parts) {
    const text: string = yield* textOf(part, x);
    length += text.length;
    x.bound(length, phrase);
    if (part.quoted || part.kind === 'text') {
      current = (current ?? '') + (part.quoted ? literally(text) : text.replaceAll('\\', '\\\\'));
      continue;
    }
    const pieces = text.split(/[ \t\n]+/);
    for (const [i, piece] of pieces.entries()) {
      if (i > 0 && current !== null) {
        patterns.push(current);
        current = null;
      }
      if (piece !== '') current = (current ?? '') + piece.replaceAll('\\', '\\\\');
    }
  }
  if (current !== null) patterns.push(current);
  const found: Word[] = [];
  const place = { from: phrase.from, to: phrase.to };
  for (const pattern of patterns) {
    const paths = isGlob(pattern)
      ? expandGlob(
          pattern,
          (folder) => x.names(folder),
          (path) => x.isFolder(path),
        )
      : [];
    if (paths.length === 0) found.push({ text: unescaped(pattern), ...place });
    else for (const text of paths) found.push({ text, ...place });
  }
  return found;
}
