import { alterRules } from '../alter.ts';
import type { Misconception } from '../misconception.ts';

export const insertedForAppended: Misconception = {
  id: 'inserted-for-appended',
  name: '`-I` for `-A`',
  says: 'You put the rule at the top of the chain with `-I`, so it decides before the rules that should come first. Rules inserted one after the other end up in reverse order. `-A` adds a rule at the end.',
  alwaysWrong: true,
  written: /(^|\s)(-I|--ins\S*)/m,
  mutants: (right) =>
    alterRules(right, (rule) => (rule.action === 'append' ? [{ ...rule, action: 'insert', number: 1 }] : [])),
};
