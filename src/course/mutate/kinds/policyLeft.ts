import { alterLines } from '../alter.ts';
import type { Misconception } from '../misconception.ts';

export const policyLeft: Misconception = {
  id: 'policy-left',
  name: 'the policy left alone',
  says: 'The policy of the chain still accepts what no rule matches. Rules that accept change nothing as long as everything else is accepted too. Set the policy to DROP once the exceptions are there.',
  alwaysWrong: true,
  mutants: (right) =>
    alterLines(right, (line) =>
      line.kind === 'policy' && line.policy === 'DROP' ? [[{ ...line, policy: 'ACCEPT' }]] : [],
    ),
};
