import { own } from '../../text/own.ts';
import { parsed } from '../../text/problem.ts';
import { defineTarget } from '../extension.ts';
import { masked, maskOf } from '../values/address.ts';
import { type Network, network, printNetwork } from '../values/host.ts';

/**
 * Maps one network onto another, address by address. Reference: net/netfilter/xt_NETMAP.c,
 * extensions/libxt_NETMAP.c
 */
export const NETMAP = defineTarget({
  name: 'NETMAP',
  summary: 'Maps one network onto another of the same size, address by address.',
  tables: ['nat'],
  hooks: ['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'],
  tracks: () => true,
  options: {
    to: {
      names: ['--to'],
      takes: network,
      required: true,
      help: 'The network to map to; the host part of the address stays.',
      means: (v: Network) => `The new network is ${printNetwork(v)}; the host part of the address stays.`,
    },
  },
  parse: (g) =>
    parsed({ address: masked(g.to!.value.address, maskOf(g.to!.value.length)), length: g.to!.value.length }),
  save: (d) => ` --to ${printNetwork(d)}`,
  list: (d) => `to:${printNetwork(d)}`,
  deed(d, { chain }) {
    const same = `the same last part in ${printNetwork(d)}`;
    const to = `go to the address with ${same}`;
    const from = `get the source address with ${same}`;
    const ways: Readonly<Record<string, string>> = {
      PREROUTING: to,
      OUTPUT: to,
      INPUT: from,
      POSTROUTING: from,
    };
    return { they: own(ways, chain) ?? `get the address with ${same}`, connections: true };
  },
  apply(d, skb, environment) {
    const side =
      environment.hook === 'PREROUTING' || environment.hook === 'OUTPUT' ? 'destination' : 'source';
    const address = (d.address | masked(skb.packet[side], ~maskOf(d.length) >>> 0)) >>> 0;
    return {
      kind: 'nat',
      range: {
        side,
        addresses: { from: address, to: address },
        ports: null,
        random: false,
        persistent: false,
        masquerade: false,
      },
    };
  },
});
