import { alterLines } from '../alter.ts';
import type { Misconception } from '../misconception.ts';

export const ruleDropped: Misconception = {
  id: 'rule-missing',
  name: 'a rule that is missing',
  says: 'A rule is missing. Read the task again, sentence by sentence, and say for each which rule of yours does it. What no rule matches is left to the policy of the chain.',
  alwaysWrong: true,
  mutants: (right) => alterLines(right, (line) => (line.kind === 'rule' ? [[]] : [])),
};
