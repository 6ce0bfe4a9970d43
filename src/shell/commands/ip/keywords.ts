/**
 * How `ip` reads its words: commands by their beginnings, then keywords with values in any order. Reference:
 * iproute2, lib/utils.c
 */

import type { Address } from '../../../netfilter/types.ts';
import { parseHost, parseMask, prefixOf } from '../../../netfilter/values/address.ts';
import type { Host, Interface, World } from '../../../network/world.ts';
import type { Problem } from '../../../text/problem.ts';
import type { Word } from '../../../text/words.ts';
import { problemAt } from '../shared/result.ts';
import type { CommandResult } from '../shellCommand.ts';

/** How `ip` prints: the options in front of the object. */
export interface Style {
  readonly brief: boolean;
  readonly oneLine: boolean;
  /** `-4`: of IPv4 alone, so no link-layer lines among addresses. */
  readonly inet: boolean;
}

/** One object of `ip`, with the words after its name. */
export type IpObject = (world: World, host: string, words: readonly Word[], style: Style) => CommandResult;

/** The command that begins so; of several the first. */
export const commandOf = <T extends string>(text: string, commands: readonly T[]): T | undefined =>
  commands.find((c) => c.startsWith(text));

/** A command that the object does not have, in iproute2's words. */
export const unknownCommand = (word: Word, object: string, has: readonly string[]): Problem =>
  problemAt(
    word,
    `Command "${word.text}" is unknown, try "ip ${object} help".`,
    255,
    `Here ip ${object} has ${has.join(', ')}.`,
  );

/** Something `ip` can do and we cannot, named. */
export const notSupported = (word: Word, what: string, hint: string): Problem =>
  problemAt(word, `ip: ${what} is not simulated here`, 255, hint);

/**
 * Keywords of a command: `value` ones take the next word, `flag` ones stand alone, `none` are known to `ip`
 * and not simulated.
 */
export type Keywords = Readonly<Record<string, 'value' | 'flag' | 'none'>>;

/** What was read: the word after each keyword (a flag's own word), and the words that are no keywords. */
interface KeywordValues {
  readonly of: Readonly<Record<string, Word>>;
  readonly rest: readonly Word[];
}

/**
 * Reads keywords and values; the last of a keyword counts. `subject` is what the words without a keyword are
 * called, one at most.
 */
export const readKeywords = (
  words: readonly Word[],
  keywords: Keywords,
  subject: string,
): KeywordValues | Problem => {
  const of: Record<string, Word> = {};
  const rest: Word[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    const kind = Object.hasOwn(keywords, word.text) ? keywords[word.text]! : null;
    if (kind === 'none')
      return notSupported(
        word,
        word.text,
        `These are known here: ${Object.keys(keywords)
          .filter((k) => keywords[k] !== 'none')
          .join(', ')}.`,
      );
    if (kind === 'flag') of[word.text] = word;
    else if (kind === 'value') {
      const value = words[++i];
      if (!value)
        return problemAt(
          word,
          'Command line is not complete. Try option "help"',
          255,
          `${word.text} needs a word after it.`,
        );
      of[word.text] = value;
    } else if (rest.length > 0 || of[subject])
      return problemAt(
        word,
        `Error: either "${subject}" is duplicate, or "${word.text}" is a garbage.`,
        255,
        `These are known here: ${Object.keys(keywords)
          .filter((k) => keywords[k] !== 'none')
          .join(', ')}.`,
      );
    else rest.push(word);
  }
  return { of, rest };
};

/** Whether reading ended in a problem. */
export const isProblem = (read: object): read is Problem => 'message' in read;

/**
 * Reads `10.0.0.1/24`, `10.0.0.1/255.255.255.0`, `10.0.0.1`, `10.1`; null where it is nothing like it.
 * `prefix` is null where none was written.
 */
export const readPrefix = (
  text: string,
): { readonly address: Address; readonly prefix: number | null } | null => {
  const [host = '', mask, ...more] = text.split('/');
  const address = host === '' ? null : parseHost(host);
  const parsed = mask === undefined ? null : parseMask(mask);
  const prefix = parsed === null ? null : prefixOf(parsed);
  return address === null || more.length > 0 || (mask !== undefined && prefix === null)
    ? null
    : { address, prefix };
};

/** A word that should be an address with or without a prefix. */
export const prefixProblem = (word: Word): Problem =>
  problemAt(
    word,
    `Error: any valid prefix is expected rather than "${word.text}".`,
    1,
    'Write an address with its prefix length, such as 192.168.1.20/24.',
  );

/** A device of the host. `say` is how this command speaks of one that is not there. */
export const deviceOf = (
  host: Host,
  word: Word,
  say: 'cannot find' | 'does not exist' = 'cannot find',
): Interface | Problem => {
  const found = host.interfaces.find((i) => i.name === word.text);
  if (found) return found;
  const hint = `${host.name} has ${host.interfaces.map((i) => i.name).join(', ')}.`;
  return problemAt(
    word,
    say === 'cannot find' ? `Cannot find device "${word.text}"` : `Device "${word.text}" does not exist.`,
    1,
    hint,
  );
};

/** A command that needs `dev NAME` and has none. */
export const deviceNeeded = (at: Pick<Word, 'from' | 'to'>, status = 1): Problem =>
  problemAt(at, 'Not enough information: "dev" argument is required.', status, 'Say which device: dev eth0.');
