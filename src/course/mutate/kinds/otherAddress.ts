import { alterOptions } from '../alter.ts';
import type { Misconception } from '../misconception.ts';

export const otherAddress: Misconception = {
  id: 'other-address',
  name: 'another address',
  says: 'Your rule has the address of another machine. Compare it with the addresses in the task and in the network, digit by digit.',
  alwaysWrong: true,
  mutants: (right, { addresses }) =>
    alterOptions(right, (option) => {
      const [value = ''] = option.values;
      if ((option.name !== '-s' && option.name !== '-d') || !value.endsWith('/32')) return [];
      return addresses
        .filter((address) => `${address}/32` !== value)
        .map((address) => ({ ...option, values: [`${address}/32`] }));
    }),
};
