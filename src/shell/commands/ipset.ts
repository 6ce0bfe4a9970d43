import { ipsetCommand } from '../../netfilter/sets/ipsetCommand.ts';
import { setCommandOf } from '../../netfilter/sets/readSetLine.ts';
import type { Word } from '../../text/words.ts';
import { onFilter } from './iptables/filterRun.ts';
import { defineCommand } from './shellCommand.ts';

const restores = (words: readonly Word[]): boolean =>
  setCommandOf(words.find((w) => setCommandOf(w.text))?.text ?? '') === 'restore';

/** The sets that rules of this host may ask about. */
export const ipset = defineCommand({
  name: 'ipset',
  usage: 'ipset create|add|del|test|list|save|restore|destroy|flush|rename|swap [SET] [WORD…]',
  summary: 'Makes sets of addresses, networks or ports, which one rule asks with -m set.',
  needs: ['world', 'input'],
  readsInput: restores,
  run: ({ name, world, host, words, input }) =>
    onFilter(world, host, name, (filter) =>
      ipsetCommand(filter, words, restores(words) ? input() : '', world.now),
    ),
});
