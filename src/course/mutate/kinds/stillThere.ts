import { alterLines } from '../alter.ts';
import type { Misconception } from '../misconception.ts';

export const stillThere: Misconception = {
  id: 'still-there',
  name: 'the rule in the way still there',
  says: 'The rule that is in the way is still there. A rule that comes after it is never reached by the packets that it stops. Find it with `--line-numbers`, and delete it with `-D`.',
  alwaysWrong: true,
  mutants: (right) => alterLines(right, (line) => (line.kind === 'delete' ? [[]] : [])),
};
