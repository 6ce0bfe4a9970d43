import { alterRules, isPart } from '../alter.ts';
import type { Misconception } from '../misconception.ts';

export const oneProtocol: Misconception = {
  id: 'one-protocol',
  name: 'for one protocol alone',
  says: 'Your rule is for one protocol alone. Pages use tcp, names are mostly asked for over udp, and a ping is icmp. Without `-p` a rule matches all of them.',
  alwaysWrong: false,
  mutants: (right) =>
    alterRules(right, (rule) =>
      rule.parts.some((p) => isPart(p, '-p', '-m'))
        ? []
        : ['tcp', 'udp', 'icmp'].map((protocol) => ({
            ...rule,
            parts: [[{ not: false, name: '-p', values: [protocol] }], ...rule.parts],
          })),
    ),
};
