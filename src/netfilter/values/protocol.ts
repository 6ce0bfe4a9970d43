import { parseUint } from './uint.ts';

/**
 * Protocol names of iptables' own table. Of several names for one number, the first is printed.
 * Reference: libxtables/xtables.c, xtables_chain_protos.
 */
const names: readonly (readonly [string, number])[] = [
  ['tcp', 6],
  ['sctp', 132],
  ['udp', 17],
  ['udplite', 136],
  ['icmp', 1],
  ['ipv6-icmp', 58],
  ['icmpv6', 58],
  ['esp', 50],
  ['ah', 51],
  ['mobility-header', 135],
  ['ipv6-mh', 135],
  ['mh', 135],
];

/** Names that only /etc/protocols of Debian has. They are read, and printed unless output is numeric. */
const more: readonly (readonly [string, number])[] = [
  ['ip', 0],
  ['igmp', 2],
  ['ggp', 3],
  ['ipencap', 4],
  ['st', 5],
  ['egp', 8],
  ['igp', 9],
  ['pup', 12],
  ['hmp', 20],
  ['xns-idp', 22],
  ['rdp', 27],
  ['iso-tp4', 29],
  ['dccp', 33],
  ['xtp', 36],
  ['ddp', 37],
  ['idpr-cmtp', 38],
  ['ipv6', 41],
  ['ipv6-route', 43],
  ['ipv6-frag', 44],
  ['idrp', 45],
  ['rsvp', 46],
  ['gre', 47],
  ['skip', 57],
  ['ipv6-nonxt', 59],
  ['ipv6-opts', 60],
  ['rspf', 73],
  ['vmtp', 81],
  ['eigrp', 88],
  ['ospf', 89],
  ['ax.25', 93],
  ['ipip', 94],
  ['etherip', 97],
  ['encap', 98],
  ['pim', 103],
  ['ipcomp', 108],
  ['vrrp', 112],
  ['l2tp', 115],
  ['isis', 124],
  ['fc', 133],
  ['mpls-in-ip', 137],
  ['manet', 138],
  ['hip', 139],
  ['shim6', 140],
  ['wesp', 141],
  ['rohc', 142],
  ['ethernet', 143],
];

const numberOf = new Map([...more, ...names]);
const savedName = new Map<number, string>();
for (const [name, number] of names) if (!savedName.has(number)) savedName.set(number, name);
const anyName = new Map<number, string>();
for (const [name, number] of [...more, ...names]) if (!anyName.has(number)) anyName.set(number, name);

/** Reads the value of `-p`: a number, or a name in any case. `all` is 0. Null where it is unknown. */
export const protocolNumber = (text: string): number | null => {
  const name = text.toLowerCase();
  if (name === 'all') return 0;
  const number = parseUint(name, 0, 255);
  if (number !== null) return Number(number);
  return numberOf.get(name) ?? null;
};

/** Aliases in /etc/protocols that are not the name in capitals. */
const alias = new Map([
  ['IPv6', 41],
  ['IPv6-Route', 43],
  ['IPv6-Frag', 44],
  ['IPSEC-ESP', 50],
  ['IPSEC-AH', 51],
  ['IPv6-ICMP', 58],
  ['IPv6-NoNxt', 59],
  ['IPv6-Opts', 60],
  ['OSPFIGP', 89],
  ['Mobility-Header', 135],
  ['UDPLite', 136],
  ['MPLS-in-IP', 137],
  ['Shim6', 140],
  ['Ethernet', 143],
  ['IP-ENCAP', 4],
  ['CPHB', 73],
]);

/**
 * Reads a protocol as options of extensions take it: names exactly as in /etc/protocols. Reference:
 * libxtables/xtables.c, xtables_parse_protocol.
 */
export const protocolNamed = (text: string): number | null => {
  const spelt = alias.get(text);
  if (spelt !== undefined) return spelt;
  if (text === 'all' || text !== text.toUpperCase())
    return text === text.toLowerCase() ? protocolNumber(text) : null;
  const number = protocolNumber(text);
  return number !== null &&
    [...alias.values(), 0].includes(number) &&
    parseUint(text, 0, 255) === null &&
    text !== 'IP'
    ? null
    : number;
};

/** The name that `iptables-save` prints, from /etc/protocols first; the number where there is no name. */
export const protocolName = (number: number): string =>
  anyName.get(number) ?? savedName.get(number) ?? String(number);

/** What numeric output prints: the name in iptables' own table, or the number. */
export const numericProtocolName = (number: number): string =>
  number === 0 ? 'all' : (savedName.get(number) ?? String(number));

/** Names for completion. */
export const protocolSuggestions: readonly string[] = ['tcp', 'udp', 'icmp', 'all'];
