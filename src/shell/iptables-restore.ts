import { backendOf } from '../netfilter/backend.ts';
import { isTable } from '../netfilter/names.ts';
import { restore, type RestoreOptions } from '../netfilter/restore.ts';
import type { PacketFilter } from '../netfilter/types.ts';
import type { Word } from '../netfilter/words.ts';
import { type FilterRun, refusedRun } from './iptables.ts';

const isSeconds = (text: string): boolean => /^\d+(\.\d+)?$/.test(text);
const noSeconds = (filter: PacketFilter, at: Word): FilterRun => {
  const message = `${backendOf(filter).says('iptables-restore')}: wait seconds not numeric\nError occurred at line: 0\nTry \`iptables-restore -h' or 'iptables-restore --help' for more information.`;
  return refusedRun(filter, { from: at.from, to: at.to, status: 2, message, hint: 'Behind -w stands a number of seconds, or nothing.' });
};

/** `iptables-restore [-c] [-n] [-t] [-T TABLE] [-v] [-w [SECONDS]]` on the text it is given. */
export const iptablesRestore = (filter: PacketFilter, words: readonly Word[], input: string): FilterRun => {
  const options: { -readonly [K in keyof RestoreOptions]: RestoreOptions[K] } = {};
  for (let i = 0; i < words.length; i++) {
    const { text, from, to } = words[i]!;
    if (text === '-c' || text === '--counters') options.counters = true;
    else if (text === '-n' || text === '--noflush') options.noflush = true;
    else if (text === '-t' || text === '--test') options.test = true;
    else if (text === '-v' || text === '--verbose') options.verbose = true;
    else if (text === '-w' || text === '--wait') {
      const next = words[i + 1];
      if (!next || next.text.startsWith('-')) continue;
      if (!isSeconds(next.text)) return noSeconds(filter, next);
      i++;
    } else if (text.startsWith('--wait=')) {
      if (!isSeconds(text.slice('--wait='.length))) return noSeconds(filter, words[i]!);
    }
    else if ((text === '-T' || text === '--table') && isTable(words[i + 1]?.text ?? '')) options.table = words[++i]!.text as NonNullable<RestoreOptions['table']>;
    else
      return refusedRun(filter, {
        from, to, status: 1,
        message: `iptables-restore: unrecognized option '${text}'\nTry \`iptables-restore -h' for more information.`,
        hint: 'iptables-restore takes -c, -n, -t, -v, -w and -T TABLE.',
      });
  }
  const { filter: after, stdout, stderr, status, problems } = restore(filter, input, options);
  return { filter: after, stdout, stderr, status, problems };
};
