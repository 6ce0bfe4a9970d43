/** What a rule's own options (-s, -d, -i, -o, -p, -f) say of its packets. */
import type { RuleContext } from '../../extension.ts';
import type { Phrase } from '../../phrase.ts';
import type { AddressMatch, InterfaceMatch } from '../../types.ts';
import { sayInterface, sayNetwork, sayProtocol } from './names.ts';
import { listed } from './words.ts';

const isAny = (i: InterfaceMatch | null): boolean => i === null || (i.name === '+' && !i.inverted);
const loops = 'what this machine sends to itself (over lo)';

const one = (verb: string, i: InterfaceMatch): Phrase => ({
  that: `${verb} ${sayInterface(i)}`,
  not: i.inverted,
});

/** How packets come in and go out, both in one clause where they belong together. */
const interfaces = ({ input, output }: Core): readonly Phrase[] => {
  const [i, o] = [isAny(input) ? null : input!, isAny(output) ? null : output!];
  if (i && o && i.name === o.name && i.inverted !== o.inverted)
    return i.inverted
      ? [{ that: `come to ${sayInterface(o)} from other interfaces` }]
      : [{ that: `leave ${sayInterface(i)} for another interface` }];
  if (i && o && !i.inverted && !o.inverted)
    return [{ that: `arrive on ${sayInterface(i)} and leave through ${sayInterface(o)}` }];
  const lone = (phrase: Phrase, m: InterfaceMatch): Phrase =>
    m.name === 'lo' && !m.inverted ? { ...phrase, alone: loops } : phrase;
  return [...(i ? [lone(one('arrive on', i), i)] : []), ...(o ? [lone(one('leave through', o), o)] : [])];
};

type Core = RuleContext['rule'];

/** A source that has no business on the interface it came by. */
const forged = ({ source, input }: Core, refuses: boolean): readonly Phrase[] | null =>
  refuses && source && !source.inverted && source.mask !== 0 && input?.inverted && input.name !== '+'
    ? [
        {
          that: `claim to come from ${sayNetwork(source)} but ${
            input.name === 'lo' ? 'arrive from the network' : `do not arrive on ${sayInterface(input)}`
          }`,
        },
      ]
    : null;

const side = (
  way: 'from' | 'to',
  list: readonly AddressMatch[],
  called: string | undefined,
): readonly Phrase[] =>
  list.length === 0
    ? []
    : [{ [way]: { address: called ?? listed(list.map(sayNetwork), 'or') }, not: list[0]!.inverted }];

const distinct = (list: readonly (AddressMatch | null)[]): readonly AddressMatch[] =>
  list.filter(
    (m, i) => m !== null && list.findIndex((n) => n?.address === m.address && n.mask === m.mask) === i,
  ) as AddressMatch[];

/**
 * The phrases of one rule, or of the rules that one line with a list of addresses becomes. `called` is what the
 * destination is known as; `refuses` where the rule keeps its packets out.
 */
export const corePhrases = (
  rules: readonly Core[],
  called: string | undefined,
  refuses: boolean,
): readonly Phrase[] => {
  const [rule] = rules;
  if (!rule) return [];
  const { protocol, fragment } = rule;
  const spoof = rules.length === 1 ? forged(rule, refuses) : null;
  return [
    ...(spoof ?? side('from', distinct(rules.map((r) => r.source)), undefined)),
    ...side('to', distinct(rules.map((r) => r.destination)), called),
    ...interfaces(spoof ? { ...rule, input: null } : rule),
    ...(protocol?.inverted
      ? [{ that: `use ${sayProtocol(protocol.number).replace('protocol-', 'protocol ')}`, not: true }]
      : []),
    ...(fragment === 'further' ? [{ that: 'are second or later fragments' }] : []),
    ...(fragment === 'first' ? [{ that: 'are whole or first fragments' }] : []),
  ];
};
