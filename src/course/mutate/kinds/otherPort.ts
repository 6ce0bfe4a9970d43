import { alterOptions } from '../alter.ts';
import type { Misconception } from '../misconception.ts';

export const otherPort: Misconception = {
  id: 'other-port',
  name: 'another port',
  says: 'Your rule names another port than the service has. A rule for one port says nothing about its neighbours. The port in the rule has to be the one in the packet.',
  alwaysWrong: true,
  mutants: (right, { ports }) =>
    alterOptions(right, (option) => {
      const [value = ''] = option.values;
      if (/^--[sd]port$/.test(option.name) && /^\d+$/.test(value))
        return [...new Set([Number(value) + 1, Number(value) - 1, ...ports])]
          .filter((port) => port > 0 && port !== Number(value))
          .map((port) => ({ ...option, values: [String(port)] }));
      const listed = /^--([sd]?ports)$/.test(option.name) ? value.split(',') : [];
      return listed.length < 2
        ? []
        : listed.map((_, i) => ({ ...option, values: [listed.toSpliced(i, 1).join(',')] }));
    }),
};
