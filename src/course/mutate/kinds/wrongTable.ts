import { tableNames } from '../../../netfilter/types.ts';
import { alterLines } from '../alter.ts';
import type { Misconception } from '../misconception.ts';

export const wrongTable: Misconception = {
  id: 'wrong-table',
  name: 'another table',
  says: 'Your rule is in another table than the one it belongs in. Chains of the same name in two tables have nothing to do with each other. Without `-t`, iptables uses filter.',
  alwaysWrong: true,
  mutants: (right) =>
    alterLines(right, (line) =>
      line.kind === 'rule' || line.kind === 'delete'
        ? tableNames.filter((table) => table !== line.table).map((table) => [{ ...line, table }])
        : [],
    ),
};
