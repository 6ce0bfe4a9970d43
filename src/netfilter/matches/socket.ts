import { parsed } from '../../text/problem.ts';
import type { Environment, SocketSeen } from '../environment.ts';
import { defineMatch } from '../extension.ts';
import type { Skb } from '../packet.ts';
import { check } from './check.ts';
import { portsOf } from './ports.ts';

const flags = ['transparent', 'nowildcard', 'restore-skmark'] as const;

/** The errors whose inner packet is looked up. */
const errors = [3, 4, 5, 11, 12];

/**
 * The socket a packet is for. An answer to what was sent under another address is looked up under the first
 * one. Reference: net/ipv4/netfilter/nf_socket_ipv4.c
 */
const seenBy = (skb: Skb, environment: Environment): SocketSeen | null => {
  const t = skb.packet.transport;
  const error = t.kind === 'icmp' && errors.includes(t.type);
  const p = error ? t.about : skb.packet;
  const ports = p && portsOf(p);
  if (!p || !ports || (p.transport.kind !== 'tcp' && p.transport.kind !== 'udp')) return null;
  const source = { address: p.source, port: ports.sport };
  const destination = { address: p.destination, port: ports.dport };
  const [remote, there] = error ? [destination, source] : [source, destination];
  const c = skb.connection;
  const answer =
    c?.direction === 'reply' && c.state === (error ? 'RELATED' : 'ESTABLISHED') ? c.original : null;
  const local = answer
    ? { address: answer.source, port: answer.sport ?? 0 }
    : { ...there, port: skb.proxy ?? there.port };
  return environment.socket(p.transport.kind, local, remote) ?? null;
};

/** Matches if a socket of this machine waits for the packet. Reference: net/netfilter/xt_socket.c,
 * extensions/libxt_socket.c
 */
export const socket = defineMatch({
  name: 'socket',
  summary: 'Matches if a socket of this machine waits for the packet.',
  hooks: ['PREROUTING', 'INPUT'],
  options: {
    transparent: {
      names: ['--transparent'],
      takes: null,
      help: 'Matches only sockets that were opened as transparent.',
    },
    nowildcard: {
      names: ['--nowildcard'],
      takes: null,
      help: 'Matches sockets that listen on any address too.',
    },
    'restore-skmark': {
      names: ['--restore-skmark'],
      takes: null,
      help: 'Gives the packet the mark of the socket.',
    },
  },
  parse: (g) => parsed({ flags: flags.filter((f) => g[f]) }),
  save: (d) => d.flags.map((f) => ` --${f}`).join(''),
  list: (d) => ['socket', ...d.flags.map((f) => `--${f}`)].join(' '),
  phrase: (d) => ({
    that: `a ${d.flags.includes('transparent') ? 'transparent ' : ''}socket of this machine waits for`,
    ...(d.flags.includes('restore-skmark') && {
      does: 'give the mark of their socket to …',
      done: 'they get the mark of that socket',
    }),
  }),
  explain: (d) =>
    `a ${d.flags.includes('transparent') ? 'transparent ' : ''}socket of this machine waits for it`,
  // A socket that waits on any address counts only where the rule says so.
  test(d, skb, environment) {
    const seen = seenBy(skb, environment);
    return (
      seen !== null &&
      (seen.transparent || !d.flags.includes('transparent')) &&
      (seen.kind !== 'listening' || d.flags.includes('nowildcard'))
    );
  },
  // No program here asks for a mark (SO_MARK), and so every socket has 0. What is less than a socket has
  // none.
  marked: (d, skb, environment) =>
    d.flags.includes('restore-skmark') && seenBy(skb, environment)?.kind !== 'half'
      ? { ...skb, mark: 0 }
      : skb,
  checks: (d, skb, environment, met) => [
    check(
      met,
      d.flags.includes('transparent')
        ? 'a transparent socket of this machine'
        : d.flags.includes('nowildcard')
          ? 'a socket of this machine'
          : 'a socket of this machine that is bound to one address',
      {
        connected: 'a connected socket gets the packet',
        half: 'the packet belongs to a connection that is not open yet, or almost closed',
        listening: 'a socket that listens on any address gets the packet',
        none: 'no socket of this machine gets the packet',
      }[seenBy(skb, environment)?.kind ?? 'none'],
    ),
  ],
});
