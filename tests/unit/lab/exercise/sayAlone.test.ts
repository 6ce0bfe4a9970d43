import { expect, it } from 'vitest';
import { sayAlone } from '../../../../src/lab/exercise/sayAlone.ts';

it.each([
  ['is dropped by `filter INPUT, policy`', 'Dropped by `filter INPUT, policy`.'],
  ['is not sent: pc has no route for it', 'Not sent: pc has no route for it.'],
  [
    'is rewritten by `nat PREROUTING, rule 1` (DNAT), and is accepted by `filter FORWARD, rule 2`',
    'It is rewritten by `nat PREROUTING, rule 1` (DNAT), and is accepted by `filter FORWARD, rule 2`.',
  ],
  ['reaches web, where no program listens for it', 'It reaches web, where no program listens for it.'],
  [
    'goes out, and its reply is accepted by `filter INPUT, rule 1`',
    'It goes out, and its reply is accepted by `filter INPUT, rule 1`.',
  ],
  ['meets no rule on pc that decides', 'It meets no rule on pc that decides.'],
])('%s', (decided, alone) => expect(sayAlone(decided)).toBe(alone));
