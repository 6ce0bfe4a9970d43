import { alterOptions } from '../alter.ts';
import type { Misconception } from '../misconception.ts';

export const otherInterface: Misconception = {
  id: 'other-interface',
  name: 'another interface',
  says: 'Your rule names another interface than the one these packets use. Look at which interface leads where, with ip route. A rule for the wrong one matches other packets, or none at all.',
  alwaysWrong: true,
  mutants: (right, { interfaces }) =>
    alterOptions(right, (option) =>
      option.name === '-i' || option.name === '-o'
        ? Object.keys(interfaces)
            .filter((name) => name !== option.values[0])
            .map((name) => ({ ...option, values: [name] }))
        : [],
    ),
};
