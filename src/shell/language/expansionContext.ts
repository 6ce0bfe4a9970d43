import type { Shell } from '../session.ts';
import type { Streams } from './streams.ts';
import type { List, Phrase, Place, Refusal } from './syntax.ts';
import type { Value } from './variables.ts';

/** A stretch of what a word becomes. Text that was put in is split where nothing quotes it. */
export interface Piece {
  readonly kind: 'literal' | 'quoted' | 'split';
  readonly text: string;
  /** A new word begins in front of it, as at each element of `"$@"`. */
  readonly begins?: true;
}

/** Whether the pieces are for words, or for one text, in which the elements of `$@` are joined. */
export type Purpose = 'words' | 'text';

/** Whom expansion asks. Its generators yield whenever a command ran. */
export interface ExpansionContext {
  readonly state: Shell;
  /** The value of a variable or of one of the shell's own; null where it has none. */
  lookup(name: string): Value | null;
  /** What to do about a parameter that has no value: gives its text, or throws. */
  missing(written: string, at: Place): string;
  /** Sets a variable, or an element of an array. */
  set(name: string, key: string | null, value: string): void;
  /** The key that a subscript is: worked out where the array is no associative one. */
  key(name: string, subscript: Phrase, io: Streams): Generator<void, string, void>;
  /** A whole number that an expression gives. */
  calculate(expression: Phrase, io: Streams): Generator<void, bigint, void>;
  capture(list: List, io: Streams): Generator<void, string, void>;
  /** A file with a text, for as long as the command runs that is expanded. */
  fileWith(text: string): string;
  names(folder: string): readonly string[];
  isFolder(path: string): boolean;
  /** A word cannot be expanded: says why, and ends the line. With `exits`, a script ends too. */
  complain(at: Place, message: string, hint: string, exits?: boolean): never;
  /** Does something one level deeper, or refuses it. */
  deeper<T>(at: Place, body: () => Generator<void, T, void>): Generator<void, T, void>;
  refuse(refused: Refusal): never;
  /** Counts work that takes as long as so many commands. */
  spend(steps: number, at: Place): void;
  /** Refuses a text that has grown too long. */
  bound(length: number, at: Place): void;
}

/** The blanks and other letters at which words are split. */
export const separators = (x: Pick<ExpansionContext, 'lookup'>): string => {
  const value = x.lookup('IFS');
  return typeof value === 'string' ? value : ' \t\n';
};
