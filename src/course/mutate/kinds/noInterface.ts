import { alterParts, isPart } from '../alter.ts';
import type { Misconception } from '../misconception.ts';

export const noInterface: Misconception = {
  id: 'no-interface',
  name: 'the interface left out',
  says: 'Your rule names no interface, so it matches packets on all of them. A condition that is not there is always met. Say where the packet comes in with `-i`, or where it leaves with `-o`.',
  alwaysWrong: true,
  mutants: (right) => alterParts(right, (part) => (isPart(part, '-i', '-o') ? [[]] : [])),
};
