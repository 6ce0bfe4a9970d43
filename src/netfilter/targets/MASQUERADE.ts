import { parsed } from '../../text/problem.ts';
import { defineTarget } from '../extension.ts';
import { hidden } from '../print/sentence/hidden.ts';
import { type NatTo, natPorts, printNatPorts } from '../values/natRange.ts';
import { choice, choiceOptions, natRange, printChoice, sourcePorts, withoutShift } from './nat.ts';

const { random, randomFully } = choiceOptions;

/**
 * Replaces the source address with the one that the outgoing device uses towards the next hop: its address in the
 * next hop's network, else its first, else the first of another device (`selectAddress` in
 * network/sourceAddress.ts). Reference: net/netfilter/xt_MASQUERADE.c, extensions/libxt_MASQUERADE.c
 */
export const MASQUERADE = defineTarget({
  name: 'MASQUERADE',
  summary:
    'Replaces the source address of a connection by that of the interface it leaves through, and restores it in the replies.',
  tracks: () => true,
  tables: ['nat'],
  hooks: ['POSTROUTING'],
  options: {
    ports: {
      names: ['--to-ports'],
      takes: natPorts,
      help: 'The source ports to choose from.',
      means: (v: NonNullable<NatTo['ports']>) =>
        `Choose a source port from ${printNatPorts(v).replace('-', ' to ')}.`,
    },
    random,
    randomFully,
  },
  parse: (given) =>
    parsed({
      ports: withoutShift({ addresses: null, ports: given.ports?.value ?? null }).ports,
      ...choice(given),
    }),
  save: (d) => `${d.ports ? ` --to-ports ${printNatPorts(d.ports)}` : ''}${printChoice(d, '--')}`,
  list: (d) =>
    `${d.ports ? `masq ports: ${printNatPorts(d.ports)}` : ''}${printChoice(d, '').slice(d.ports ? 0 : 1)}`,
  deed(d, context) {
    const { rule } = context;
    const out =
      rule.output && !rule.output.inverted && !rule.output.name.includes('+') ? rule.output.name : null;
    const ports = sourcePorts(d.ports, d);
    const hides = hidden(context);
    if (hides)
      return {
        whole: `${hides} behind ${out ? `${out}’s` : 'this machine’s own'} address so that replies can come back${ports}`,
      };
    return {
      does: 'Masquerade …',
      after: ports || `: they get ${out ? `${out}’s` : 'this machine’s own'} address as their source`,
      connections: true,
    };
  },
  apply: (d) => ({
    kind: 'nat',
    range: { ...natRange('source', { addresses: null, ports: d.ports }, d), masquerade: true },
  }),
});
