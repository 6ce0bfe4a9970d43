import { alterRules } from '../alter.ts';
import type { Misconception } from '../misconception.ts';

export const appendedForInserted: Misconception = {
  id: 'appended-for-inserted',
  name: '`-A` for `-I`',
  says: 'You added the rule at the end of the chain with `-A`, and the rules before it decide first. `-I` puts a rule at the top, or at the number that you give.',
  alwaysWrong: true,
  written: /(^|\s)(-A|--app\S*)/m,
  mutants: (right) =>
    alterRules(right, (rule) => (rule.action === 'insert' ? [{ ...rule, action: 'append', number: 1 }] : [])),
};
