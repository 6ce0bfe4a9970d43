import { byteLength } from '../../text/bytes.ts';
import { suggest } from '../../text/suggest.ts';
import type { Span, Word } from '../../text/words.ts';
import type { PacketFilter } from '../types.ts';
import { hasNets, type IpSet, setOf, setsOf } from './ipSet.ts';
import { IpsetError, noSuchSet, notSimulated, usageError } from './ipsetError.ts';
import { type Elements, readElements } from './readElements.ts';
import { readNumber } from './readNumber.ts';

/** An `add`, `del` or `test`, read from a line. */
export interface EntryCommand {
  readonly kind: 'add' | 'del' | 'test';
  /** The set. */
  readonly name: string;
  /** The words that the kernel's answer is about. */
  readonly at: Span;
  readonly elements: Elements;
  readonly exist: boolean;
  readonly nomatch: boolean;
  readonly timeout: number | null;
  readonly packets: number | null;
  readonly bytes: number | null;
  readonly comment: string | null;
}

/** Whether a command is about entries. */
export const isEntryCommand = (name: string): name is EntryCommand['kind'] =>
  name === 'add' || name === 'del' || name === 'test';

/** The set of that name; throws an IpsetError where there is none. */
export const setNamed = (filter: PacketFilter, word: Word): IpSet => {
  const set = setOf(filter, word.text);
  if (set) return set;
  const names = setsOf(filter).map(([name]) => name);
  throw noSuchSet(word, word.text, suggest(word.text, names));
};

/** Reads the words after `add`, `del` or `test`: set, entry, options. Throws an IpsetError. */
export const readEntryCommand = (
  filter: PacketFilter,
  kind: EntryCommand['kind'],
  words: readonly Word[],
  exist: boolean,
): EntryCommand => {
  const [name, element, ...options] = words as [Word, Word, ...Word[]];
  const set = setNamed(filter, name);
  const elements = readElements(element, set, kind);
  const given = readOptions(options, kind, set);
  if (kind === 'test' && elements.notForTest !== null)
    throw new IpsetError(element, elements.notForTest, 'Test one entry at a time.');
  return {
    kind,
    name: name.text,
    at: { from: name.from, to: options.at(-1)?.to ?? element.to },
    elements,
    exist,
    nomatch: given.nomatch ?? false,
    timeout: given.timeout ?? null,
    packets: given.packets ?? null,
    bytes: given.bytes ?? null,
    comment: given.comment ?? null,
  };
};

type EntryOptions = {
  nomatch?: true;
  timeout?: number;
  packets?: number;
  bytes?: number;
  comment?: string;
};

const options = ['timeout', 'packets', 'bytes', 'comment'] as const;
const optionOf = (text: string) => options.find((name) => name === text);
const largestCounter = 18_446_744_073_709_551_614n;

const readOptions = (words: readonly Word[], kind: EntryCommand['kind'], set: IpSet): EntryOptions => {
  const given: EntryOptions = {};
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (word.text === 'nomatch' && hasNets(set.type) && kind !== 'del') {
      given.nomatch = true;
      continue;
    }
    const isPosition = set.type === 'list:set' && ['before', 'after'].includes(word.text);
    const isSkbinfo = kind === 'add' && ['skbmark', 'skbprio', 'skbqueue'].includes(word.text);
    if (isPosition || isSkbinfo) throw notSimulated(word, word.text, 'Leave it out.');
    const option = kind === 'add' ? optionOf(word.text) : undefined;
    if (!option)
      throw usageError(
        word,
        `Unknown argument: \`${word.text}'`,
        kind === 'add'
          ? 'After the entry you can write timeout, comment, packets or bytes, and for networks nomatch.'
          : `Remove it: ${kind} takes the entry alone.`,
      );
    const value = words[++i];
    if (!value)
      throw usageError(
        word,
        `Missing mandatory argument of option \`${option}'`,
        `Write a value after ${option}.`,
      );
    if (given[option] !== undefined)
      throw new IpsetError(word, `Syntax error: ${option} already specified`, `Write ${option} once.`);
    if (option === 'comment') given.comment = readComment(value);
    else {
      const refuse = (message: string, hint: string) => new IpsetError(value, message, hint);
      given[option] = readNumber(value.text, 0, option === 'timeout' ? 2_147_483 : largestCounter, refuse);
    }
  }
  return given;
};

const readComment = (word: Word): string => {
  if (word.text.includes('"'))
    throw new IpsetError(
      word,
      'Syntax error: " character is not permitted in comments',
      'Use single quotes inside the comment.',
    );
  if (byteLength(word.text) > 255)
    throw new IpsetError(
      word,
      'Syntax error: Comment is longer than the maximum allowed 255 characters',
      'Shorten the comment to 255 characters.',
    );
  return word.text;
};
