import type { Connection } from '../../../netfilter/datapath/connection.ts';
import { eventBits } from '../../../netfilter/datapath/connectionEvents.ts';
import { type Conntrack, connectionOf, connectionsAt } from '../../../netfilter/datapath/conntrack.ts';
import { expectationsAt } from '../../../netfilter/datapath/expectations.ts';
import type { Tuple } from '../../../netfilter/packet.ts';
import { printAddress } from '../../../netfilter/values/address.ts';
import type { Host } from '../../../network/world.ts';

/** The protocols that `conntrack` has names for. */
export const protocols: Readonly<Record<string, number>> = {
  tcp: 6,
  udp: 17,
  icmp: 1,
  udplite: 136,
  sctp: 132,
  dccp: 33,
  gre: 47,
  icmpv6: 58,
};

const sayTuple = (t: Tuple, answer: boolean): string => {
  const ends = `src=${printAddress(t.source)} dst=${printAddress(t.destination)} `;
  if (t.protocol === 1) return `${ends}type=${answer ? 0 : 8} code=0 id=${t.sport} `;
  return t.sport === null ? ends : `${ends}sport=${t.sport} dport=${t.dport} `;
};

/** A zone is printed after what it is for: a tuple, or the whole entry. */
const sayZone = ({ id, direction }: Connection['zone'], place: Connection['zone']['direction']): string =>
  id === 0 || direction !== place
    ? ''
    : `${{ both: 'zone', original: 'zone-orig', reply: 'zone-reply' }[direction]}=${id} `;

/** How `conntrack` prints entries: with the family in front, with numbers at their end. */
export interface Style {
  readonly extended: boolean;
  readonly id: boolean;
}

/**
 * One entry as it is printed by `conntrack`, or by the kernel in /proc/net/nf_conntrack; where it is an
 * event's, with what the event tells of it (bits of `eventBits`).
 * Reference: libnetfilter_conntrack 1.0.9, src/conntrack/snprintf_default.c;
 * net/netfilter/nf_conntrack_standalone.c, ct_seq_show; nf_conntrack_netlink.c, ctnetlink_conntrack_event.
 */
export const entryLine = (
  host: Host,
  c: Connection,
  now: number,
  by: Style | 'kernel',
  told: number | null = null,
): string => {
  const { protocol } = c.original;
  const gone = told === eventBits.destroy;
  const counters = told === null || gone ? c.counters : null;
  const name = Object.keys(protocols).find((n) => protocols[n] === protocol) ?? 'unknown';
  const left = Math.floor((c.expires - now) / 1000);
  // An entry is in use by each that it has foretold.
  const foretold =
    c.helper === null
      ? 0
      : connectionsAt(host.conntrack, now).filter((other) => other.master?.id === c.id).length;
  const count = (direction: 'original' | 'reply') =>
    counters ? `packets=${counters[direction].packets} bytes=${counters[direction].bytes} ` : '';
  return [
    by === 'kernel' || by.extended ? 'ipv4     2 ' : '',
    `${name.padEnd(8)} ${protocol} `,
    gone && left <= 0 ? '' : `${left} `,
    c.tcp === null || (told !== null && (told & (eventBits.protoinfo | eventBits.destroy)) === 0)
      ? ''
      : `${c.tcp} `,
    sayTuple(c.original, false),
    sayZone(c.zone, 'original'),
    count('original'),
    c.seenReply ? '' : '[UNREPLIED] ',
    sayTuple(c.reply, true),
    sayZone(c.zone, 'reply'),
    count('reply'),
    c.assured ? '[ASSURED] ' : '',
    told === null || c.mark !== 0 || (told & eventBits.mark) !== 0 ? `mark=${c.mark} ` : '',
    by === 'kernel'
      ? `zone=${c.zone.direction === 'both' ? c.zone.id : 0} `
      : sayZone(c.zone, 'both') + (c.helper === null || gone ? '' : `helper=${c.helper} `),
    told === null ? `use=${(by === 'kernel' ? 2 : 1) + foretold} ` : '',
    by !== 'kernel' && by.id ? `id=${c.id} ` : '',
  ]
    .join('')
    .replace(/ $/, '\n');
};

/** Every expectation of a host. Reference: libnetfilter_conntrack 1.0.9, src/expect/snprintf_default.c */
export const expectationLines = (table: Conntrack, now: number): readonly string[] =>
  expectationsAt(table, now).map((e) => {
    const { original, helper } = connectionOf(table, e.master)!;
    return `${Math.floor((e.expires - now) / 1000)} proto=6 src=${printAddress(e.source)} dst=${printAddress(e.destination)} sport=0 dport=${e.port} mask-src=255.255.255.255 mask-dst=255.255.255.255 sport=0 dport=65535 master-src=${printAddress(original.source)} master-dst=${printAddress(original.destination)} sport=${original.sport} dport=${original.dport} class=0 helper=${helper}\n`;
  });
