import { alterParts, isPart, jump } from '../alter.ts';
import type { Misconception } from '../misconception.ts';

export const rejectForDrop: Misconception = {
  id: 'reject-for-drop',
  name: 'REJECT for DROP',
  says: 'Your rule sends an answer where none was wanted. REJECT tells the sender at once that it may not pass. DROP says nothing, and the sender waits until it gives up.',
  alwaysWrong: false,
  mutants: (right) =>
    alterParts(right, (part) =>
      isPart(part, '-j') && part[0]!.values[0] === 'DROP' ? [[jump('REJECT')]] : [],
    ),
};
