import { parsed } from '../../text/problem.ts';
import { answerSyn, openToServer } from '../datapath/synproxy.ts';
import { defineTarget } from '../extension.ts';
import { uint } from '../values/uint.ts';
import { goesOn } from './goesOn.ts';

const flags = ['sack-perm', 'timestamp', 'wscale', 'mss', 'ecn'] as const;

/** The kinds of TCP options that the rule's options offer. */
const kinds: Readonly<Record<(typeof flags)[number], number | null>> = {
  'sack-perm': 4,
  timestamp: 8,
  wscale: 3,
  mss: 2,
  ecn: null,
};

/**
 * Answers SYNs in place of the server. Reference: net/ipv4/netfilter/ipt_SYNPROXY.c,
 * extensions/libxt_SYNPROXY.c
 */
export const SYNPROXY = defineTarget({
  name: 'SYNPROXY',
  summary: 'Answers SYNs in place of the server, until the client has completed the handshake.',
  hooks: ['INPUT', 'FORWARD'],
  protocol: 6,
  tracks: () => true,
  options: {
    'sack-perm': { names: ['--sack-perm'], takes: null, help: 'Offers selective acknowledgements.' },
    timestamp: {
      names: ['--timestamp'],
      takes: null,
      help: 'Offers timestamps, which carry some of what SYNPROXY has to remember.',
    },
    wscale: {
      names: ['--wscale'],
      takes: uint(0xffffffff),
      help: 'Offers this window scale.',
      means: (v: number) => `Offer the window scale ${v}.`,
    },
    mss: {
      names: ['--mss'],
      takes: uint(0xffffffff),
      help: 'Offers this maximum segment size.',
      means: (v: number) => `Offer the maximum segment size ${v}.`,
    },
    ecn: { names: ['--ecn'], takes: null, help: 'Offers ECN.' },
  },
  parse: (g) =>
    parsed({
      parts: flags.flatMap((name) =>
        g[name]
          ? [
              {
                name,
                value:
                  typeof g[name].value === 'number' ? g[name].value & (name === 'mss' ? 0xffff : 0xff) : null,
              },
            ]
          : [],
      ),
    }),
  save: (d) => d.parts.map((p) => ` --${p.name}${p.value === null ? '' : ` ${p.value}`}`).join(''),
  list: (d) =>
    `SYNPROXY ${d.parts.map((p) => `${p.name} ${p.value === null ? '' : `${p.value} `}`).join('')}`,
  deed: () => ({
    they: 'have their handshake answered in the server’s place',
    after: '; only those whose sender completes it reach the server',
  }),
  apply(d, skb) {
    const t = skb.packet.transport;
    if (t.kind !== 'tcp') return goesOn(skb);
    const set = (['FIN', 'SYN', 'RST', 'ACK'] as const).filter((f) => t.flags.includes(f)).join();
    if (set === 'SYN') {
      const offer = {
        kinds: d.parts.flatMap((p) => kinds[p.name] ?? []),
        mss: d.parts.find((p) => p.name === 'mss')?.value ?? 0,
        ecn: d.parts.some((p) => p.name === 'ecn'),
      };
      return {
        kind: 'stolen',
        why: 'SYNPROXY keeps the SYN, and answers it with a cookie',
        sends: [answerSyn(skb, t, offer)],
      };
    }
    if (set !== 'ACK') return goesOn(skb);
    return t.cookie
      ? {
          kind: 'stolen',
          why: 'the ACK brings back a cookie: SYNPROXY keeps it, and opens the connection to the server',
          sends: [openToServer(skb, t, t.cookie)],
        }
      : {
          kind: 'verdict',
          verdict: 'DROP',
          effects: [{ kind: 'kept', why: 'the ACK brings back no cookie: it is dropped' }],
        };
  },
});
