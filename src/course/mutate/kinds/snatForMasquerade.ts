import { alterParts, isPart, jump } from '../alter.ts';
import type { Misconception } from '../misconception.ts';

export const snatForMasquerade: Misconception = {
  id: 'snat-for-masquerade',
  name: 'SNAT for MASQUERADE',
  says: 'SNAT writes the address in the rule, whatever the interface has now. MASQUERADE looks the address up for each new connection. Where the address can change, SNAT goes on writing the old one.',
  alwaysWrong: false,
  mutants: (right, { interfaces }) =>
    alterParts(right, (part) =>
      isPart(part, '-j') && part[0]!.values[0] === 'MASQUERADE'
        ? Object.values(interfaces)
            .flat()
            .map((address) => [jump('SNAT', { not: false, name: '--to-source', values: [address] })])
        : [],
    ),
};
