import { alterLines } from '../alter.ts';
import type { Misconception } from '../misconception.ts';

export const otherNumber: Misconception = {
  id: 'other-number',
  name: 'another rule deleted',
  says: 'You deleted another rule than the one in the way. Numbers count from 1, and they move up after each deletion. List the chain with `--line-numbers` right before you delete.',
  alwaysWrong: true,
  mutants: (right) =>
    alterLines(right, (line) =>
      line.kind === 'delete' ? [1, 2, 3, 4, 5].map((number) => [{ ...line, number }]) : [],
    ),
};
