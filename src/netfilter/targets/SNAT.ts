import { parsed } from '../../text/problem.ts';
import { defineTarget } from '../extension.ts';
import { hidden } from '../print/sentence/hidden.ts';
import { type NatTo, natTo, printNatTo } from '../values/natRange.ts';
import { choice, choiceOptions, natRange, printChoice, sayTo, sourcePorts, withoutShift } from './nat.ts';

/** Writes a source address you name. Reference: net/netfilter/xt_nat.c, extensions/libxt_NAT.c */
export const SNAT = defineTarget({
  name: 'SNAT',
  summary: 'Replaces the source address of a connection by the one you name, and restores it in the replies.',
  tracks: () => true,
  tables: ['nat'],
  hooks: ['INPUT', 'POSTROUTING'],
  options: {
    to: {
      names: ['--to-source'],
      takes: natTo,
      required: true,
      help: 'The new source address, or a range, optionally with ports.',
      means: (v: NatTo) => `The new source is ${sayTo(v)}.`,
    },
    ...choiceOptions,
  },
  parse: (given) => parsed({ ...withoutShift(given.to!.value), ...choice(given) }),
  save: (d) => ` --to-source ${printNatTo(d)}${printChoice(d, '--')}`,
  list: (d) => `to:${printNatTo(d)}${printChoice(d, '')}`,
  deed(d, context) {
    const address = d.addresses && printNatTo({ addresses: d.addresses, ports: null });
    const to = address?.replace('-', ' to ') ?? null;
    const several = d.addresses && d.addresses.from !== d.addresses.to;
    const ports = sourcePorts(d.ports, d);
    const hides = several || !to ? null : hidden(context);
    if (hides) return { whole: `${hides} behind ${to}, so that replies come back to that address${ports}` };
    const sources = several ? `an address from ${to}` : to;
    const same = several && d.persistent ? ', the same one for each client' : '';
    return {
      they: sources ? `get ${sources} as their source` : 'keep their source address',
      after: `${same}${ports}`,
      connections: true,
    };
  },
  apply: (d) => ({ kind: 'nat', range: natRange('source', d, d) }),
});
