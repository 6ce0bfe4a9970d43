import { alterParts, isPart, jump } from '../alter.ts';
import type { Misconception } from '../misconception.ts';

const opposite: Readonly<Record<string, string>> = { ACCEPT: 'DROP', DROP: 'ACCEPT', REJECT: 'ACCEPT' };

export const oppositeVerdict: Misconception = {
  id: 'opposite-verdict',
  name: 'ACCEPT mixed up with DROP or REJECT',
  says: 'Your rule matches the right packets and does the opposite with them. ACCEPT lets a packet pass this table, DROP and REJECT end its way.',
  alwaysWrong: true,
  asWhole: true,
  mutants: (right) =>
    alterParts(right, (part) => {
      const target = isPart(part, '-j') ? opposite[part[0]!.values[0] ?? ''] : undefined;
      return target ? [[jump(target)]] : [];
    }),
};
