import { alterLines, isStateRule } from '../alter.ts';
import type { Misconception } from '../misconception.ts';

export const noStateRule: Misconception = {
  id: 'no-state-rule',
  name: 'no rule for answers',
  says: 'No rule of yours lets answers back in. A connection has packets in both directions, and a chain that drops what it does not know drops the answers too. Accept what is ESTABLISHED, with `-m conntrack --ctstate RELATED,ESTABLISHED`.',
  alwaysWrong: true,
  mutants: (right) => alterLines(right, (line) => (line.kind === 'rule' && isStateRule(line) ? [[]] : [])),
};
