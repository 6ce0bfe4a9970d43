import { alterOptions } from '../alter.ts';
import type { Misconception } from '../misconception.ts';

export const otherSnatAddress: Misconception = {
  id: 'other-nat-address',
  name: 'another address to write',
  says: 'Your rule writes another address than the task wants. The source that SNAT writes has to be one that answers come back to, and the one that the other side expects.',
  alwaysWrong: true,
  mutants: (right, { interfaces }) =>
    alterOptions(right, (option) =>
      option.name === '--to-source'
        ? Object.values(interfaces)
            .flat()
            .filter((address) => address !== option.values[0])
            .map((address) => ({ ...option, values: [address] }))
        : [],
    ),
};
