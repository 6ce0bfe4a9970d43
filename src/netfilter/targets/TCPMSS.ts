import { parsed, refused } from '../../text/problem.ts';
import { tcpHeaderLength } from '../datapath/packetBytes.ts';
import type { HostEnvironment } from '../environment.ts';
import { defineTarget } from '../extension.ts';
import type { Skb } from '../packet.ts';
import { uint } from '../values/uint.ts';
import { goesOn, goesOnWith } from './goesOn.ts';

/**
 * What fits into the packets of both directions: those of the device it leaves by, and of the one that replies leave
 * by. Reference: net/netfilter/xt_TCPMSS.c, tcpmss_mangle_packet
 */
const fitting = ({ packet, output }: Skb, environment: HostEnvironment): number => {
  const back = environment.reverseRoute(packet.source, 0);
  const devices = [output, back?.kind === 'local' ? 'lo' : back?.device].filter((d) => d != null);
  return Math.min(...devices.map((d) => environment.mtu(d))) - 40;
};

/**
 * Writes a smaller segment size into SYNs. Reference: net/netfilter/xt_TCPMSS.c, extensions/libxt_TCPMSS.c
 */
export const TCPMSS = defineTarget({
  name: 'TCPMSS',
  summary: 'Lowers the maximum segment size that SYNs announce, for links that carry only smaller packets.',
  protocol: 6,
  options: {
    set: {
      names: ['--set-mss'],
      takes: uint(65515),
      help: 'The size to write.',
      means: (v: number) => `The new segment size is ${v}, unless it is smaller already.`,
    },
    clamp: {
      names: ['--clamp-mss-to-pmtu'],
      takes: null,
      help: 'The size is what the path’s MTU allows.',
    },
  },
  demand: (g) =>
    g.set || g.clamp
      ? null
      : refused('TCPMSS target: At least one parameter is required', 'Say which size: --clamp-mss-to-pmtu.'),
  parse: (g) =>
    parsed({ mss: g.clamp && (!g.set || g.clamp.order > g.set.order) ? null : (g.set?.value ?? null) }),
  check(d, { hooks, matches }) {
    if (d.mss === null && hooks!.some((h) => h === 'PREROUTING' || h === 'INPUT'))
      return {
        errno: 'Invalid argument',
        hint: 'Before routing the path is not known. Use --clamp-mss-to-pmtu in FORWARD, OUTPUT or POSTROUTING.',
      };
    const syn = matches!.some((m) => {
      const flags =
        m.name === 'tcp'
          ? (m.data as { flags: { set: readonly string[]; inverted: boolean } | null }).flags
          : null;
      return flags?.set.includes('SYN') && !flags.inverted;
    });
    return syn
      ? null
      : {
          errno: 'Invalid argument',
          legacyOnly: true,
          hint: 'Only SYNs announce a size. Put --tcp-flags SYN,RST SYN in the same rule.',
        };
  },
  save: (d) => (d.mss === null ? ' --clamp-mss-to-pmtu' : ` --set-mss ${d.mss}`),
  list: (d) => (d.mss === null ? 'TCPMSS clamp to PMTU' : `TCPMSS set ${d.mss}`),
  deed: (d) => ({
    does:
      d.mss === null
        ? 'Lower the announced segment size of …'
        : `Lower to ${d.mss} the announced segment size of …`,
    after: d.mss === null ? ' so that large packets fit the link' : '',
    connections: true,
    goesOn: true,
  }),
  apply(d, skb, environment) {
    const { packet: p } = skb;
    const t = p.transport;
    if (t.kind !== 'tcp' || p.fragment?.offset) return goesOn(skb);
    const wanted = d.mss ?? fitting(skb, environment);
    if (t.options.includes(2))
      return t.mss !== undefined && t.mss > wanted
        ? goesOnWith(skb, { transport: { ...t, mss: wanted } })
        : goesOn(skb);
    const header = tcpHeaderLength(t);
    // A segment with data, or without room in its header, stays as it is.
    if (p.length > 20 + header || header >= 60) return goesOn(skb);
    // Who offers nothing takes 536 bytes (RFC 879).
    return goesOnWith(skb, {
      length: p.length + 4,
      transport: { ...t, options: [2, ...t.options], mss: Math.min(wanted, 536) },
    });
  },
});
