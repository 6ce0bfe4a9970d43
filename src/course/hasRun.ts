import { parseCommand } from '../netfilter/command/parseCommand.ts';
import { isTable } from '../netfilter/types.ts';
import { plainName } from '../shell/commands/shellCommand.ts';
import type { CommandRun } from '../shell/session.ts';
import { splitWords, type Word } from '../text/words.ts';

const anyChain = { chainNames: () => [], hasChain: () => true, hasSet: () => true };
const isIptables = (name: string): boolean => /^iptables(-legacy|-nft)?$/.test(name);

/** Which rules a command lists, and how; null if it does something else or cannot be read. */
const listing = (words: readonly Word[]) => {
  const read = parseCommand(words, anyChain);
  if (!read.ok || (read.command.action.kind !== 'list' && read.command.action.kind !== 'list-rules'))
    return null;
  return { table: read.command.table, ...read.command.action, ...read.command.flags };
};

/** `iptables-save -t nat` prints a table as `iptables -t nat -S` does; with `-c`, its counters too. */
const savedTable = (program: string, words: readonly string[]) => {
  const [option, table, ...more] = words.filter((word) => word !== '-c');
  return /^iptables(-legacy|-nft)?-save$/.test(program) &&
    option === '-t' &&
    isTable(table ?? '') &&
    more.length === 0
    ? { table, chain: null, numeric: true, verbose: words.includes('-c'), lineNumbers: false }
    : null;
};

const asWords = (texts: readonly string[]): readonly Word[] =>
  texts.map((text) => ({ text, from: 0, to: 0 }));

/**
 * Whether a command that ran is as good as the one that an exercise wants. For a listing: the same chains of
 * the same table, with `-L` or `-S`, and at least as many details, so `iptables --table nat -nvL` is as good as
 * `iptables -t nat -L`, and so is `iptables-save -t nat`. For any other command: the same name and all of the words.
 */
export const covers = (words: readonly string[], wanted: string): boolean => {
  const [name, ...rest] = splitWords(wanted).words;
  if (!name || words.length === 0) return false;
  const program = plainName(words[0]!);
  const wantedListing = isIptables(name.text) ? listing(rest) : null;
  if (!wantedListing)
    return program.replace(/-(legacy|nft)\b/, '') === name.text && rest.every((w) => words.includes(w.text));
  const own = isIptables(program) ? listing(asWords(words.slice(1))) : savedTable(program, words.slice(1));
  return (
    own !== null &&
    own.table === wantedListing.table &&
    own.chain === wantedListing.chain &&
    (!wantedListing.numeric || own.numeric) &&
    (!wantedListing.verbose || own.verbose) &&
    (!wantedListing.lineNumbers || own.lineNumbers)
  );
};

/** Whether this command, or one that is as good, ran on a host and succeeded. */
export const hasRun = (ran: readonly CommandRun[], host: string, wanted: string): boolean =>
  ran.some((r) => r.status === 0 && r.host === host && covers(r.words, wanted));
