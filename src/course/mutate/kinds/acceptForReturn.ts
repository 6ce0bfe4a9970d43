import { alterParts, isPart, jump } from '../alter.ts';
import type { Misconception } from '../misconception.ts';

const other: Readonly<Record<string, string>> = { ACCEPT: 'RETURN', RETURN: 'ACCEPT' };

export const acceptForReturn: Misconception = {
  id: 'accept-for-return',
  name: 'ACCEPT and RETURN mixed up',
  says: 'ACCEPT and RETURN are not the same. ACCEPT ends the way through this table: no later rule of it sees the packet. RETURN only leaves the chain, and the rules after the jump, or the policy, still decide.',
  alwaysWrong: false,
  mutants: (right) =>
    alterParts(right, (part) => {
      const target = isPart(part, '-j') ? other[part[0]!.values[0] ?? ''] : undefined;
      return target ? [[jump(target)]] : [];
    }),
};
