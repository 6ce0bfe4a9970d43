import { alterOptions } from '../alter.ts';
import type { Misconception } from '../misconception.ts';

const negatable = /^(-[sdiop]|--[sd]ports?|--(ct)?state)$/;

export const negationAdded: Misconception = {
  id: 'negation-added',
  name: 'a `!` too many',
  says: 'A `!` in your rule turns a condition around that should be as it is. With `!` in front, an option matches every packet except those that it names.',
  alwaysWrong: true,
  mutants: (right) =>
    alterOptions(right, (option) =>
      !option.not && negatable.test(option.name) ? [{ ...option, not: true }] : [],
    ),
};
