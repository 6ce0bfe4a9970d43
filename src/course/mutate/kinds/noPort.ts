import { alterParts, isPart } from '../alter.ts';
import type { Misconception } from '../misconception.ts';

export const noPort: Misconception = {
  id: 'no-port',
  name: 'the port left out',
  says: 'Your rule names a protocol and no port, so it matches every port there is. A condition that is not there is always met. Name the port, with `--dport` for the service.',
  alwaysWrong: true,
  mutants: (right) =>
    alterParts(right, (part) =>
      isPart(part, '-m') && part.some((o) => /^--[sd]?ports?$/.test(o.name)) ? [[]] : [],
    ),
};
