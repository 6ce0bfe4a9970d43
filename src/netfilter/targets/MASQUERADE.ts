import { parsed } from '../../text/problem.ts';
import { defineTarget } from '../extension.ts';
import { natPorts, printNatPorts } from '../values/natRange.ts';
import { choice, choiceOptions, natRange, printChoice } from './nat.ts';

const { random, randomFully } = choiceOptions;

/**
 * Replaces the source address with the one that the outgoing device uses towards the next hop: its address in the
 * next hop's network, else its first, else the first of another device (`selectAddress` in
 * network/sourceAddress.ts). Reference: net/netfilter/xt_MASQUERADE.c, extensions/libxt_MASQUERADE.c
 */
export const MASQUERADE = defineTarget({
  name: 'MASQUERADE',
  summary:
    'Gives packets of a connection the address of the interface they leave by, and undoes it for the answers.',
  tracks: () => true,
  tables: ['nat'],
  hooks: ['POSTROUTING'],
  options: {
    ports: { names: ['--to-ports'], takes: natPorts, help: 'The source ports to choose from.' },
    random,
    randomFully,
  },
  parse: (given) => parsed({ ports: given.ports?.value ?? null, ...choice(given) }),
  save: (d) => `${d.ports ? ` --to-ports ${printNatPorts(d.ports)}` : ''}${printChoice(d, '--')}`,
  list: (d) =>
    `${d.ports ? `masq ports: ${printNatPorts(d.ports)}` : ''}${printChoice(d, '').slice(d.ports ? 0 : 1)}`,
  explain: (d) =>
    `the source becomes the address of the interface the packet leaves by${d.ports ? `, with a port from ${printNatPorts(d.ports)}` : ''}`,
  apply: (d) => ({
    kind: 'nat',
    range: { ...natRange('source', { addresses: null, ports: d.ports }, d), masquerade: true },
  }),
});
