import { defineTarget } from '../extension.ts';
import { parsed } from '../problem.ts';
import { uint } from '../values/uint.ts';
import { notSimulated } from './goesOn.ts';

const flags = ['sack-perm', 'timestamp', 'wscale', 'mss', 'ecn'] as const;

/** Answers SYNs in place of the server. Reference: net/ipv4/netfilter/ipt_SYNPROXY.c, extensions/libxt_SYNPROXY.c */
export const SYNPROXY = defineTarget({
  name: 'SYNPROXY',
  summary: 'Answers SYNs in place of the server, until the sender proves that it is there.',
  hooks: ['INPUT', 'FORWARD'],
  protocol: 6,
  tracks: () => true,
  options: {
    'sack-perm': { names: ['--sack-perm'], takes: null, help: 'Offers selective acknowledgements.' },
    timestamp: { names: ['--timestamp'], takes: null, help: 'Offers timestamps, in which it keeps what it has to remember.' },
    wscale: { names: ['--wscale'], takes: uint(0xffffffff), help: 'Offers this window scale.' },
    mss: { names: ['--mss'], takes: uint(0xffffffff), help: 'Offers this maximum segment size.' },
    ecn: { names: ['--ecn'], takes: null, help: 'Offers ECN.' },
  },
  parse: (g) => parsed({ parts: flags.flatMap((name) => (g[name] ? [{ name, value: typeof g[name].value === 'number' ? g[name].value & (name === 'mss' ? 0xffff : 0xff) : null }] : [])) }),
  save: (d) => d.parts.map((p) => ` --${p.name}${p.value === null ? '' : ` ${p.value}`}`).join(''),
  list: (d) => `SYNPROXY ${d.parts.map((p) => `${p.name} ${p.value === null ? '' : `${p.value} `}`).join('')}`,
  explain: () => 'the SYN is answered here, and the server hears of it when the sender has answered in turn',
  apply: (_, skb) => notSimulated(skb, 'a handshake on behalf of the server'),
});
