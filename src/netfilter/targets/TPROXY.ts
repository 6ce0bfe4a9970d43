import { parsed } from '../../text/problem.ts';
import type { HostEnvironment, SocketSeen } from '../environment.ts';
import { defineTarget } from '../extension.ts';
import type { Skb } from '../packet.ts';
import { printAddress } from '../values/address.ts';
import { host } from '../values/host.ts';
import { hex, type Mark, mark, printMark } from '../values/mark.ts';
import { loosePort } from '../values/port.ts';

/**
 * The socket that gets a packet: that of the connection it belongs to, else the listener on the proxy's port, which
 * is then named. Reference: net/netfilter/xt_TPROXY.c, tproxy_tg4
 */
const takerOf = (
  onPort: number,
  { packet: p }: Skb,
  environment: HostEnvironment,
): { readonly seen: SocketSeen; readonly port: number | null } | null => {
  const t = p.transport;
  if (p.fragment?.offset || (t.kind !== 'tcp' && t.kind !== 'udp')) return null;
  const remote = { address: p.source, port: t.sport };
  const own = environment.socket(t.kind, { address: p.destination, port: t.dport }, remote);
  const opens = t.kind === 'tcp' && t.flags.includes('SYN') && !t.flags.includes('ACK');
  if (own && own.kind !== 'listening' && !opens) return { seen: own, port: null };
  const port = onPort === 0 ? t.dport : onPort;
  const listener = environment.socket(t.kind, { address: p.destination, port }, remote);
  return listener?.kind === 'listening' ? { seen: listener, port } : null;
};

/**
 * Gives the packet to a proxy of this machine without rewriting it. Reference: net/netfilter/xt_TPROXY.c,
 * extensions/libxt_TPROXY.c
 */
export const TPROXY = defineTarget({
  name: 'TPROXY',
  summary: 'Hands the packet to a proxy on this machine, with its addresses unchanged.',
  tables: ['mangle'],
  hooks: ['PREROUTING'],
  options: {
    port: {
      names: ['--on-port'],
      takes: loosePort,
      required: true,
      help: 'The port the proxy listens on.',
      means: (v: number) => `The proxy listens on port ${v}.`,
    },
    ip: {
      names: ['--on-ip'],
      takes: host,
      help: 'The address the proxy listens on.',
      means: (v: number) => `The proxy listens on ${printAddress(v)}.`,
    },
    mark: {
      names: ['--tproxy-mark'],
      takes: mark,
      help: 'The mark the packet gets, so that routing keeps it here.',
      means: (v: Mark) => `The packet gets the mark ${printMark(v)}, so that routing can keep it here.`,
    },
  },
  parse: (g) =>
    parsed({ port: g.port!.value, ip: g.ip?.value ?? 0, mark: g.mark?.value ?? { value: 0, mask: 0 } }),
  check: (_, { rule }) =>
    rule.protocol && !rule.protocol.inverted && (rule.protocol.number === 6 || rule.protocol.number === 17)
      ? null
      : {
          errno: 'Invalid argument',
          hint: 'A proxy takes TCP or UDP. Put -p tcp or -p udp in the same rule.',
        },
  save: (d) =>
    ` --on-port ${d.port} --on-ip ${printAddress(d.ip)} --tproxy-mark ${hex(d.mark.value)}/${hex(d.mark.mask)}`,
  list: (d) =>
    `TPROXY redirect ${printAddress(d.ip)}:${d.port} mark ${hex(d.mark.value)}/${hex(d.mark.mask)}`,
  deed: (d) => ({
    they: `go to the local proxy on port ${d.port}, addresses unchanged`,
    after: '; without such a proxy they are dropped',
  }),
  apply(d, skb, environment) {
    const taker = takerOf(d.port, skb, environment);
    if (!taker?.seen.transparent) return { kind: 'verdict', verdict: 'DROP', effects: [] };
    const mark = ((skb.mark & ~d.mark.mask) ^ d.mark.value) >>> 0;
    return {
      kind: 'verdict',
      verdict: 'ACCEPT',
      effects: [],
      skb: { ...skb, mark, ...(taker.port !== null && { proxy: taker.port }) },
    };
  },
});
