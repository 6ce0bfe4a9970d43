import { alterParts, isPart, jump } from '../alter.ts';
import type { Misconception } from '../misconception.ts';

export const masqueradeForSnat: Misconception = {
  id: 'masquerade-for-snat',
  name: 'MASQUERADE for SNAT',
  says: 'MASQUERADE chooses the address for you: one that the interface has. Where the interface has more than one and you care which, `SNAT --to-source` names it.',
  alwaysWrong: false,
  mutants: (right) =>
    alterParts(right, (part) =>
      isPart(part, '-j') && part[0]!.values[0] === 'SNAT' ? [[jump('MASQUERADE')]] : [],
    ),
};
