import { parsed } from '../../text/problem.ts';
import { defineTarget } from '../extension.ts';
import { parseAddress } from '../values/address.ts';
import { natPorts, printNatPorts } from '../values/natRange.ts';
import { choice, choiceOptions, natRange, printChoice } from './nat.ts';

const loopback = parseAddress('127.0.0.1')!;

/**
 * Sends packets to this machine itself. Reference: net/netfilter/nf_nat_redirect.c,
 * extensions/libxt_REDIRECT.c
 */
export const REDIRECT = defineTarget({
  name: 'REDIRECT',
  summary: 'Sends packets to this machine itself, whatever address they were for.',
  tracks: () => true,
  tables: ['nat'],
  hooks: ['PREROUTING', 'OUTPUT'],
  options: {
    ports: { names: ['--to-ports'], takes: natPorts, help: 'The port here that gets them.' },
    random: choiceOptions.random,
  },
  parse: (given) => parsed({ ports: given.ports?.value ?? null, ...choice(given) }),
  save: (d) => `${d.ports ? ` --to-ports ${printNatPorts(d.ports)}` : ''}${printChoice(d, '--')}`,
  list: (d) =>
    `${d.ports ? `redir ports ${printNatPorts(d.ports)}` : ''}${printChoice(d, '').slice(d.ports ? 0 : 1)}`,
  explain: (d) =>
    `the packet goes to this machine itself${d.ports ? `, port ${printNatPorts(d.ports)}` : ''}`,
  apply(d, skb, environment) {
    const here = environment.hook === 'OUTPUT' ? loopback : environment.primaryAddress(skb.input ?? '');
    // A device without an address has nowhere to send it to.
    if (here === null) return { kind: 'verdict', verdict: 'DROP', effects: [] };
    return {
      kind: 'nat',
      range: natRange('destination', { addresses: { from: here, to: here }, ports: d.ports }, d),
    };
  },
});
