import { alterRules, isPart } from '../alter.ts';
import type { Misconception } from '../misconception.ts';

const needsProtocol = ['tcp', 'udp', 'multiport', 'icmp', 'sctp'];

export const noProtocol: Misconception = {
  id: 'no-protocol',
  name: 'the protocol and the port left out',
  says: 'Your rule names no protocol, so it matches pings, udp and everything else too. A condition that is not there is always met. Say which protocol you mean, and which port of it.',
  alwaysWrong: true,
  mutants: (right) =>
    alterRules(right, (rule) =>
      rule.parts.some((p) => isPart(p, '-p'))
        ? [
            {
              ...rule,
              parts: rule.parts.filter(
                (p) =>
                  !isPart(p, '-p') && !(isPart(p, '-m') && needsProtocol.includes(p[0]!.values[0] ?? '')),
              ),
            },
          ]
        : [],
    ),
};
