import { alterOptions } from '../alter.ts';
import type { Misconception } from '../misconception.ts';

export const negationLost: Misconception = {
  id: 'negation-lost',
  name: 'a `!` left out',
  says: 'Your rule matches what it should leave alone, and leaves alone what it should match. `!` turns around the option that follows it, and that one only.',
  alwaysWrong: true,
  mutants: (right) => alterOptions(right, (option) => (option.not ? [{ ...option, not: false }] : [])),
};
