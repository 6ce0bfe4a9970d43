import { parsed, refused } from '../../text/problem.ts';
import { defineMatch, type Value } from '../extension.ts';
import { check } from './check.ts';

type Kind = 'unicast' | 'broadcast' | 'multicast' | 'otherhost' | 'outgoing' | 'loopback' | 'fastroute';
const words: Readonly<Record<string, Kind>> = {
  unicast: 'unicast',
  broadcast: 'broadcast',
  multicast: 'multicast',
  otherhost: 'otherhost',
  bcast: 'broadcast',
  mcast: 'multicast',
  host: 'unicast',
};

/** After "packets that". */
const plural: Readonly<Record<Kind, string>> = {
  unicast: 'are addressed to this machine alone',
  broadcast: 'are broadcasts',
  multicast: 'are multicasts',
  otherhost: 'are addressed to another machine on the link',
  outgoing: 'leave this machine',
  loopback: 'this machine sends to itself',
  fastroute: 'take the fast route',
};

const kind: Value<Kind> = {
  form: 'unicast|broadcast|multicast',
  suggestions: ['unicast', 'broadcast', 'multicast'],
  parse(text) {
    const found = words[text.toLowerCase()];
    return found
      ? parsed(found)
      : refused(`Bad packet type '${text}'`, 'Choose from unicast, broadcast and multicast.');
  },
};

/**
 * Matches how the link layer addressed the packet. Reference: net/netfilter/xt_pkttype.c,
 * extensions/libxt_pkttype.c
 */
export const pkttype = defineMatch({
  name: 'pkttype',
  summary: 'Distinguishes broadcast and multicast from packets addressed to this machine alone.',
  options: {
    type: {
      names: ['--pkt-type'],
      takes: kind,
      invertible: true,
      required: true,
      help: 'Matches packets that were sent in this way.',
      means: (v: Kind, not: boolean) => `The packet is ${not ? 'not ' : ''}a ${v} packet.`,
    },
  },
  parse: (g) => parsed({ type: g.type!.value, inverted: g.type!.inverted }),
  save: (d) => `${d.inverted ? ' !' : ''} --pkt-type ${d.type}`,
  list: (d) => `PKTTYPE ${d.inverted ? '!=' : '='} ${d.type}`,
  phrase: (d) => ({ that: plural[d.type], not: d.inverted }),
  explain: (d) => `the packet is ${d.inverted ? 'not ' : ''}a ${d.type} packet`,
  test: (d, skb) => (skb.type === d.type) !== d.inverted,
  checks: (d, skb, _, met) => [
    check(
      met,
      `a ${d.inverted ? `packet that is not ${d.type}` : `${d.type} packet`}`,
      `the packet is ${skb.type}`,
    ),
  ],
});
