import { builtInChains } from '../../../netfilter/hookOrder.ts';
import { alterRules } from '../alter.ts';
import type { Misconception } from '../misconception.ts';

export const wrongChain: Misconception = {
  id: 'wrong-chain',
  name: 'another chain',
  says: 'Your rule is in a chain that these packets do not pass. INPUT is for packets to this host, OUTPUT for packets from it, and FORWARD for packets that only pass through. PREROUTING comes before that is decided, POSTROUTING right before a packet leaves.',
  alwaysWrong: true,
  mutants: (right) =>
    alterRules(right, (rule) =>
      builtInChains(rule.table)
        .filter((chain) => chain !== rule.chain)
        .map((chain) => ({ ...rule, chain })),
    ),
};
