import { parsed } from '../../text/problem.ts';
import { defineTarget } from '../extension.ts';
import { type NatTo, natTo, printNatTo } from '../values/natRange.ts';
import { choice, choiceOptions, destinationDeed, natRange, printChoice, sayTo } from './nat.ts';

const { random, persistent } = choiceOptions;

/** Writes another destination. Reference: net/netfilter/xt_nat.c, extensions/libxt_NAT.c */
export const DNAT = defineTarget({
  name: 'DNAT',
  summary: 'Replaces the destination address or port of a connection, and restores it in the replies.',
  tracks: () => true,
  tables: ['nat'],
  hooks: ['PREROUTING', 'OUTPUT'],
  options: {
    to: {
      names: ['--to-destination'],
      takes: natTo,
      required: true,
      help: 'The new destination address, or a range, optionally with ports.',
      means: (v: NatTo) => `The new destination is ${sayTo(v)}.`,
    },
    random: {
      ...random,
      help: 'Takes a port at random for each connection if a range is given, with no port after a slash.',
    },
    persistent,
  },
  parse: (given) => parsed({ ...given.to!.value, ...choice(given) }),
  save: (d) => ` --to-destination ${printNatTo(d)}${printChoice(d, '--')}`,
  list: (d) => `to:${printNatTo(d)}${printChoice(d, '')}`,
  deed: (d) => destinationDeed(d, d),
  apply: (d) => ({ kind: 'nat', range: natRange('destination', d, d) }),
});
