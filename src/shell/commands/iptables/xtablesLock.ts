/**
 * The lock that legacy iptables commands share, so that two of them do not change a table at once. nf_tables
 * has none.
 */
import { backendOf } from '../../../netfilter/command/backendOf.ts';
import { parseCommand } from '../../../netfilter/command/parseCommand.ts';
import { chainNames, tableOf } from '../../../netfilter/ruleset.ts';
import { setOf } from '../../../netfilter/sets/ipSet.ts';
import type { PacketFilter } from '../../../netfilter/types.ts';
import type { Word } from '../../../text/words.ts';

/**
 * How long a command waits for the lock, in seconds; 0 is for ever. `warnings` is what it has said on stderr
 * by then.
 */
export interface Wait {
  readonly seconds: number;
  readonly warnings: string;
}

/**
 * What a command does about the lock; null where it takes none: it only saves, has a mistake, or talks to
 * nf_tables. 1.8.9 waits for ever without -w, as measured; earlier and later versions give up at
 * once.
 * Reference: iptables/xshared.c, xtables_lock.
 */
export const waitOf = (filter: PacketFilter, program: string, words: readonly Word[]): Wait | null => {
  if (filter.backend === 'nft') return null;
  if (program === 'iptables-restore') return { seconds: restoreSeconds(words), warnings: '' };
  if (program !== 'iptables') return null;
  const read = parseCommand(words, {
    backend: backendOf(filter),
    chainNames: (table) => chainNames(filter, table),
    hasChain: (table, name) => Object.hasOwn(tableOf(filter, table).chains, name),
    hasSet: (name) => setOf(filter, name) !== undefined,
  });
  if (!read.ok || read.command.action.kind === 'help' || read.command.action.kind === 'version') return null;
  return { seconds: read.command.wait, warnings: read.command.warnings };
};

const restoreSeconds = (words: readonly Word[]): number => {
  const given = words.map((w, i) =>
    w.text === '-w' || w.text === '--wait'
      ? words[i + 1]?.text
      : w.text.startsWith('--wait=')
        ? w.text.slice('--wait='.length)
        : undefined,
  );
  const last = given.findLast((text) => text !== undefined && /^\d/.test(text));
  return last === undefined ? 0 : Math.trunc(Number(last));
};

/** Whether iptables-restore wants the lock by now: it takes it at the first table of its text. */
export const opensTable = (text: string): boolean => /^\*/m.test(text);

/** What a command says that gave up, with status 4. */
export const gaveUp = (seconds: number): string =>
  `Can't lock /run/xtables.lock: Resource temporarily unavailable\nAnother app is currently holding the xtables lock. Stopped waiting after ${seconds}s.\n`;
