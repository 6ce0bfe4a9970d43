import { parsed } from '../../text/problem.ts';
import { defineTarget } from '../extension.ts';
import { printAddress } from '../values/address.ts';
import { host } from '../values/host.ts';
import { text } from '../values/text.ts';

/** Sends a copy to another machine. Reference: net/netfilter/xt_TEE.c, extensions/libxt_TEE.c */
export const TEE = defineTarget({
  name: 'TEE',
  summary: 'Sends a copy of the packet to another machine, and goes on to the next rule.',
  options: {
    gateway: {
      names: ['--gateway'],
      takes: host,
      required: true,
      help: 'The machine that gets the copy.',
      means: (v: number) => `The copy goes to ${printAddress(v)}.`,
    },
    device: {
      names: ['--oif'],
      takes: text({ keep: 15, form: 'interface' }),
      help: 'The interface the copy leaves through.',
      means: (v: string) => `The copy leaves through ${v}.`,
    },
  },
  parse: (g) => parsed({ gateway: g.gateway!.value, device: g.device?.value ?? null }),
  check: (d) =>
    d.gateway === 0
      ? { errno: 'Invalid argument', hint: '0.0.0.0 is not the address of any machine.' }
      : null,
  save: (d) => ` --gateway ${printAddress(d.gateway)}${d.device ? ` --oif ${d.device}` : ''}`,
  list: (d) => `TEE gw:${printAddress(d.gateway)}${d.device ? ` oif=${d.device}` : ''}`,
  deed: (d) => ({ they: `are copied to ${printAddress(d.gateway)}`, goesOn: true, packets: true }),
  // Differs from Linux: --oif does not choose among routes to the gateway.
  apply: (d, skb) => ({ kind: 'continue', skb, effects: [{ kind: 'copy', to: d.gateway }] }),
});
