import { alterOptions } from '../alter.ts';
import type { Misconception } from '../misconception.ts';

const other: Readonly<Record<string, string>> = { '-s': '-d', '-d': '-s' };

export const sourceForDestination: Misconception = {
  id: 'source-for-destination',
  name: '`-s` and `-d` mixed up',
  says: 'You took the source of the packet for its destination, or the other way round. `-s` is the address it comes from, `-d` the one it goes to. In an answer the two have changed places.',
  alwaysWrong: true,
  mutants: (right) =>
    alterOptions(right, (option) => {
      const name = other[option.name];
      return name ? [{ ...option, name }] : [];
    }),
};
