import { alterRules, isPart } from '../alter.ts';
import type { Misconception } from '../misconception.ts';
import type { Option, Part } from '../script.ts';

const other: Readonly<Record<string, string>> = { tcp: 'udp', udp: 'tcp' };

const named = (part: Part): Part =>
  part.map((option): Option => {
    const name = other[option.values[0] ?? ''];
    return name && (option.name === '-p' || option.name === '-m') ? { ...option, values: [name] } : option;
  });

export const otherProtocol: Misconception = {
  id: 'other-protocol',
  name: 'tcp and udp mixed up',
  says: 'Your rule is for another protocol than these packets have. tcp and udp have ports of their own: tcp port 53 and udp port 53 are two different doors. A ping has no port at all.',
  alwaysWrong: true,
  mutants: (right) =>
    alterRules(right, (rule) =>
      rule.parts.some((p) => isPart(p, '-p') && other[p[0]!.values[0] ?? ''])
        ? [{ ...rule, parts: rule.parts.map(named) }]
        : [],
    ),
};
