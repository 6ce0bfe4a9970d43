import { alterParts, isPart } from '../alter.ts';
import type { Misconception } from '../misconception.ts';

export const tooWide: Misconception = {
  id: 'too-wide',
  name: 'an address left out',
  says: 'Your rule matches more addresses than it should. A condition that is not there is always met. Name the source with `-s` or the destination with `-d`.',
  alwaysWrong: true,
  mutants: (right) => alterParts(right, (part) => (isPart(part, '-s', '-d') ? [[]] : [])),
};
