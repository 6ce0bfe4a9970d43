import type { Packet } from '../../../netfilter/packet.ts';
import { masked, maskOf, parseAddress } from '../../../netfilter/values/address.ts';
import { servicePort } from '../../../netfilter/values/service.ts';

/** Whether a packet is one that was asked for. */
export type Test = (p: Packet) => boolean;

const protocols: Readonly<Record<string, number | null>> = { icmp: 1, tcp: 6, udp: 17, ip: null };
const ports = (p: Packet): readonly [number, number] | null =>
  p.transport.kind === 'tcp' || p.transport.kind === 'udp' ? [p.transport.sport, p.transport.dport] : null;
const sides = { src: [0], dst: [1], either: [0, 1] } as const;

/**
 * Reads a filter: `icmp`, `tcp`, `udp`, `host A`, `net N/P`, `port P`, `portrange A-B`, with `src` or `dst`
 * in front, and `and`, `or`, `not`, parentheses. A text is the word that cannot be read. Reference:
 * pcap-filter(7).
 */
export const readFilter = (texts: readonly string[]): Test | { readonly unread: string } => {
  const words = texts
    .join(' ')
    .replace(/[()]|!(?!=)|&&|\|\|/g, ' $& ')
    .split(/\s+/)
    .filter(Boolean);
  let at = 0;
  let unread: string | null = null;
  const fail = (): Test => {
    unread ??= words[at] ?? words.at(-1) ?? '';
    return () => false;
  };
  const take = (...options: string[]): boolean => {
    if (!options.includes(words[at] ?? '')) return false;
    at++;
    return true;
  };
  const any = (): Test => {
    const tests = [all()];
    while (take('or', '||')) tests.push(all());
    return (p) => tests.some((t) => t(p));
  };
  const all = (): Test => {
    const tests = [one()];
    while (take('and', '&&')) tests.push(one());
    return (p) => tests.every((t) => t(p));
  };
  const one = (): Test => {
    if (take('not', '!')) {
      const test = one();
      return (p) => !test(p);
    }
    if (take('(')) {
      const test = any();
      return take(')') ? test : fail();
    }
    const word = words[at] ?? '';
    if (!Object.hasOwn(protocols, word)) return place();
    at++;
    const number = protocols[word]!;
    const ofProtocol: Test = (p) => number === null || p.protocol === number;
    if (!['src', 'dst', 'host', 'port', 'net', 'portrange'].includes(words[at] ?? '')) return ofProtocol;
    const test = place();
    return (p) => ofProtocol(p) && test(p);
  };
  const place = (): Test => {
    const side = take('src') ? sides.src : take('dst') ? sides.dst : sides.either;
    const kind = take('port')
      ? 'port'
      : take('portrange')
        ? 'range'
        : take('net')
          ? 'net'
          : take('host') || side !== sides.either || /^\d+(\.\d+){3}$/.test(words[at] ?? '')
            ? 'host'
            : null;
    const value = words[at];
    if (kind === null || value === undefined) return fail();
    if (kind === 'port' || kind === 'range') {
      const [low, high = low] = value.split('-').map((v) => (/^\d+$/.test(v) ? Number(v) : servicePort(v)));
      if (low == null || high == null) return fail();
      at++;
      return (p) =>
        side.some((s) => {
          const port = ports(p)?.[s];
          return port !== undefined && port >= low && port <= high;
        });
    }
    const [host = '', length = '32'] = value.split('/');
    const address = parseAddress(host);
    if (address === null || !/^\d{1,2}$/.test(length) || Number(length) > 32) return fail();
    at++;
    const mask = maskOf(Number(length));
    return (p) => side.some((s) => masked([p.source, p.destination][s]!, mask) === masked(address, mask));
  };
  if (words.length === 0) return () => true;
  const test = any();
  if (at < words.length) fail();
  return unread === null ? test : { unread };
};
