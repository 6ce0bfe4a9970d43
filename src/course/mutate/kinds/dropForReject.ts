import { alterParts, isPart, jump } from '../alter.ts';
import type { Misconception } from '../misconception.ts';

export const dropForReject: Misconception = {
  id: 'drop-for-reject',
  name: 'DROP for REJECT',
  says: 'Your rule drops without a word where an answer was wanted. After DROP the sender waits until it gives up. REJECT tells it at once that it may not pass.',
  alwaysWrong: false,
  mutants: (right) =>
    alterParts(right, (part) =>
      isPart(part, '-j') && part[0]!.values[0] === 'REJECT' ? [[jump('DROP')]] : [],
    ),
};
