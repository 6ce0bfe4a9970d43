import type { LastRule, NotAccepted, Reply } from '../netfilter/drop.ts';
import { printAddress } from '../netfilter/values/address.ts';
import type { Event } from '../network/trace.ts';

type Dropped = Extract<Event, { kind: 'dropped' }>;

/** A clause about the host alone, its subject left out, or a whole one. */
type Said = { readonly ofHost: string } | { readonly says: string };

/** Why a packet ended, in a clause, with the addresses and names of the case. */
export const sayDrop = (event: Dropped): string => {
  const said = clause(event);
  return 'ofHost' in said ? `${event.host} ${said.ofHost}` : said.says;
};

/** The same after `packet 1`: `ends on nas: no program listens for it`. */
export const sayEndOn = (event: Dropped): string => {
  const said = clause(event);
  return `ends on ${event.host}${'ofHost' in said ? `, which ${said.ofHost}` : `: ${said.says}`}`;
};

const sayRule = ({ table, chain, rule }: LastRule): string => `${table} ${chain}, rule ${rule}`;

const clause = (event: Dropped): Said => {
  switch (event.reason) {
    case 'no-route':
      return event.to === null
        ? { says: 'after a rule changed it, no route leads to where it would go' }
        : { ofHost: `has no route to ${printAddress(event.to)}` };
    case 'source-not-local':
      return { ofHost: `does not have the address ${printAddress(event.source)}, so it cannot send from it` };
    default:
      return { says: ofPacket(event) };
  }
};

const ofPacket = (event: Exclude<Dropped, { reason: 'no-route' | 'source-not-local' }>): string => {
  switch (event.reason) {
    case 'rule':
      return `dropped by ${sayRule(event.by)}`;
    case 'rejected':
      return `rejected by ${sayRule(event.by)}, with ${event.with}`;
    case 'policy':
      return `dropped by the policy of ${event.table} ${event.chain}`;
    case 'match':
      return `dropped by a match of ${sayRule(event.by)}`;
    case 'queue':
      return `handed to a program by ${sayRule(event.by)}, and no program is there`;
    case 'kept':
      return event.by
        ? `kept by ${sayRule(event.by)}, which answers for the server`
        : 'SYNPROXY opened the connection and keeps the server’s answer: it acknowledges it, and tells the client to go on';
    case 'too-many-steps':
      return `dropped, because the walk through ${event.table} was given up after ${event.steps} steps`;
    case 'not-forwarding':
      return `it is for another host, and ${event.host} does not forward (net.ipv4.ip_forward is 0)`;
    case 'tproxy':
      return `TPROXY gave it to a program of ${event.host}, and routing would send it on; a rule of ip rule for its mark has to keep it here`;
    case 'ttl':
      return 'its time to live has run out';
    case 'no-neighbour':
      return `no host on ${event.link} has the address ${printAddress(event.address)}`;
    case 'no-socket':
      return 'no program listens for it';
    case 'martian':
    case 'reverse-path':
      return sayNotAccepted(event, event.host);
    case 'masquerade-no-address':
      return `${event.device} has no address for MASQUERADE to take`;
    case 'masquerade-device':
      return `MASQUERADE gave the connection an address of ${event.chosenFor}, but the packet would now leave by ${event.device}: the kernel forgets the connection`;
    case 'conntrack-full':
      return 'the connection table is full, and every entry in it is in use (nf_conntrack: table full, dropping packet)';
    case 'conntrack-clash':
      return 'another connection already has the same addresses and ports';
    case 'helper':
      return 'the ftp helper cannot read where the data connection will go, or another connection already expects it there';
    case 'fragments':
      return 'some of its fragments are missing';
    case 'too-long':
      return event.length === null
        ? `${event.device} carries ${event.mtu} bytes, and a bridge does not split packets`
        : `it is ${event.length} bytes long, ${event.device} carries ${event.mtu}, and it may not be split`;
    case 'loop':
      return 'rules that set its time to live send it in a circle without end, so the simulation stops here';
  }
};

const sayReply = ({ source, device }: Reply): string =>
  device === null
    ? `no route leads back to ${printAddress(source)}`
    : `a reply to ${printAddress(source)} would leave by ${device}`;

const sayNotAccepted = (drop: NotAccepted, host: string): string => {
  if (drop.reason === 'reverse-path')
    return `it came in by ${drop.input}, but ${sayReply(drop.reply)} (rp_filter is ${drop.filter})`;
  const { fault } = drop;
  switch (fault.kind) {
    case 'loopback':
      return 'addresses of 127.0.0.0/8 are not accepted from a link (net.ipv4.conf.*.route_localnet is 0)';
    case 'group':
      return `no program of ${host} has joined the multicast group ${printAddress(fault.address)}`;
    case 'source':
      return `${printAddress(fault.address)} is a ${fault.type.toLowerCase()} address, which no host sends from`;
    case 'own':
      return `it arrived from a link with ${host}'s own address as its source`;
    case 'reply':
      return sayReply(fault);
  }
};
