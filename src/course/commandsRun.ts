import { parseCommand } from '../netfilter/command/parseCommand.ts';
import { plainName } from '../shell/language/dispatch.ts';
import type { Ran } from '../shell/session.ts';
import { splitWords, type Word } from '../text/words.ts';

const anyChain = { chainNames: () => [], hasChain: () => true, hasSet: () => true };
const isIptables = (name: string): boolean => /^iptables(-legacy|-nft)?$/.test(name);

/** A command that shows rules: which, and how. Null for one that does something else, or is none. */
const listing = (words: readonly Word[]) => {
  const read = parseCommand(words, anyChain);
  if (!read.ok || (read.command.action.kind !== 'list' && read.command.action.kind !== 'list-rules'))
    return null;
  return { table: read.command.table, ...read.command.action, ...read.command.flags };
};

const asWords = (texts: readonly string[]): readonly Word[] =>
  texts.map((text) => ({ text, from: 0, to: 0 }));

/**
 * Whether a command that ran does what another one asks for. One that lists rules does if it lists the same
 * chains of the same table, with `-L` or `-S`, and shows at least as much: `iptables --table nat -nvL` is as
 * good as `iptables -t nat -L`. Any other does if it has the same name and all of the words.
 */
export const covers = (words: readonly string[], asked: string): boolean => {
  const [name, ...rest] = splitWords(asked).words;
  if (!name || words.length === 0) return false;
  const own = plainName(words[0]!);
  const wanted = isIptables(name.text) ? listing(rest) : null;
  if (!wanted)
    return own.replace(/-(legacy|nft)\b/, '') === name.text && rest.every((w) => words.includes(w.text));
  const given = isIptables(own) ? listing(asWords(words.slice(1))) : null;
  return (
    given !== null &&
    given.table === wanted.table &&
    given.chain === wanted.chain &&
    (!wanted.numeric || given.numeric) &&
    (!wanted.verbose || given.verbose) &&
    (!wanted.lineNumbers || given.lineNumbers)
  );
};

/** Whether something that covers this command ran on a host, and went well. */
export const hasRun = (ran: readonly Ran[], host: string, asked: string): boolean =>
  ran.some((r) => r.status === 0 && r.host === host && covers(r.words, asked));
