import { own } from '../../text/own.ts';
import { parsed, refused } from '../../text/problem.ts';
import { defineTarget } from '../extension.ts';
import { parseAddress } from '../values/address.ts';
import { type NatTo, natPorts, printNatPorts } from '../values/natRange.ts';
import { choice, choiceOptions, natRange, printChoice } from './nat.ts';

const loopback = parseAddress('127.0.0.1')!;

/**
 * Sends packets to this machine itself. Reference: net/netfilter/nf_nat_redirect.c,
 * extensions/libxt_REDIRECT.c
 */
export const REDIRECT = defineTarget({
  name: 'REDIRECT',
  summary: 'Sends a connection to this machine itself, whatever address it was for.',
  tracks: () => true,
  tables: ['nat'],
  hooks: ['PREROUTING', 'OUTPUT'],
  options: {
    ports: {
      names: ['--to-ports'],
      takes: natPorts,
      help: 'The local port that gets it.',
      means: (v: NonNullable<NatTo['ports']>) =>
        `The new destination port is ${printNatPorts(v).replace('-', ' to ')}.`,
    },
    random: {
      ...choiceOptions.random,
      help: 'Takes a port at random for each connection if a range of ports is given.',
    },
  },
  parse(given) {
    const ports = given.ports?.value ?? null;
    return ports?.base == null
      ? parsed({ ports, ...choice(given) })
      : refused(
          'Shifted portmap ranges not supported with this kernel',
          'Only DNAT takes a port after the slash. Remove it here.',
        );
  },
  save: (d) => `${d.ports ? ` --to-ports ${printNatPorts(d.ports)}` : ''}${printChoice(d, '--')}`,
  list: (d) =>
    `${d.ports ? `redir ports ${printNatPorts(d.ports)}` : ''}${printChoice(d, '').slice(d.ports ? 0 : 1)}`,
  deed(d, { chain, matches = [] }) {
    const p = d.ports;
    const ports = p ? (p.to === p.from ? `port ${p.from}` : `some port from ${p.from} to ${p.to}`) : null;
    const they = `end up at ${ports ? `${ports} of this machine` : 'this machine itself'}`;
    const spared = matches.some(
      (m) => m.name === 'owner' && (m.data as { uid: { inverted: boolean } | null }).uid?.inverted,
    );
    const after: Readonly<Record<string, string>> = {
      PREROUTING: '; connections from this machine itself are not affected',
      OUTPUT: spared ? ': a proxy’s own connections would loop' : '',
    };
    return { they, after: own(after, chain) ?? '', connections: true };
  },
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
