import { alterOptions } from '../alter.ts';
import type { Misconception } from '../misconception.ts';

const other: Readonly<Record<string, string>> = { '-i': '-o', '-o': '-i' };

export const inForOut: Misconception = {
  id: 'in-for-out',
  name: '`-i` and `-o` mixed up',
  says: 'You named the interface on the wrong side. `-i` is where a packet comes in, `-o` where it leaves. On a router these are two different interfaces.',
  alwaysWrong: true,
  mutants: (right) =>
    alterOptions(right, (option) => {
      const name = other[option.name];
      return name ? [{ ...option, name }] : [];
    }),
};
