import { chainOf, targetOf } from '../alter.ts';
import type { Misconception } from '../misconception.ts';

export const tooLate: Misconception = {
  id: 'too-late',
  name: 'a rule after the DROP or REJECT',
  says: 'Your rule comes after one that has already dropped or rejected the packet. A chain is read from the top, and nothing after the rule that decides is looked at. Put the exception before it.',
  alwaysWrong: true,
  mutants: (right) =>
    right.lines.flatMap((line, i) => {
      if (line.kind !== 'rule') return [];
      const last = chainOf(right, line).at(-1)!;
      if (last.index === i || !['DROP', 'REJECT'].includes(targetOf(last.rule) ?? '')) return [];
      return [{ ...right, lines: right.lines.toSpliced(last.index + 1, 0, line).toSpliced(i, 1) }];
    }),
};
