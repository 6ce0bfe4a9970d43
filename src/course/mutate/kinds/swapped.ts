import { chainOf } from '../alter.ts';
import type { Misconception } from '../misconception.ts';

export const swapped: Misconception = {
  id: 'swapped',
  name: 'two rules the wrong way round',
  says: 'Two of your rules are the wrong way round. A chain is read from the top, and the first rule that decides about a packet is the last that it meets. Put the special case before the general one.',
  alwaysWrong: true,
  mutants: (right) =>
    right.lines.flatMap((line, i) =>
      line.kind !== 'rule'
        ? []
        : chainOf(right, line)
            .filter(({ index }) => index > i)
            .map(({ rule, index }) => ({ ...right, lines: right.lines.with(i, rule).with(index, line) })),
    ),
};
